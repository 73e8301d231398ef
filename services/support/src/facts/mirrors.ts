import { mirrorHandler, type Mirror } from '@mainstay/kernel/events/mirror';
import type { EventHandlers } from '@mainstay/kernel/events/inbox';

const read = {
  app_admin: '*',
  app_agent: '*',
  app_reseller: '*',
  app_customer: '*',
  app_analyst: '*',
} as const;

/** Licensing's accounts: whose customer each is. */
export const knownAccounts: Mirror = {
  table: 'known_account',
  columns: {
    kind: ['text not null', 'kind'],
    reseller_id: ['text', 'resellerId'],
  },
  ...{ account: 'id', reseller: 'reseller_id', read },
};

/** Licensing's licenses, with the periods that cover each. */
export const knownLicenses: Mirror = {
  table: 'known_license',
  columns: {
    account_id: ['text not null', 'accountId'],
    reseller_id: ['text', 'resellerId'],
    product_id: ['text not null', 'productId'],
    status: ['text not null', 'status'],
    cover: ['jsonb not null', 'cover'],
  },
  ...{ account: 'account_id', reseller: 'reseller_id', read },
};

const accountTold = mirrorHandler(knownAccounts);
const licenseTold = mirrorHandler(knownLicenses);

/** What is done with each fact that licensing tells. */
export const licensingFacts: EventHandlers = {
  'account.created': accountTold,
  'account.changed': accountTold,
  'license.issued': licenseTold,
  'license.changed': licenseTold,
  'license.covered': licenseTold,
  'license.revoked': licenseTold,
  'license.suspended': licenseTold,
  'license.reinstated': licenseTold,
};
