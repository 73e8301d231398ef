import { knownVendors as mirrorOfVendors } from '@mainstay/kernel/due/known-vendor';
import { mirrorHandler, type Mirror } from '@mainstay/kernel/events/mirror';
import type { EventHandler, EventHandlers } from '@mainstay/kernel/events/inbox';
import { followAccount } from './follow-account.js';
import { ticketsGoAlong } from './license-transferred.js';

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

/** What a line costs is money, which agents do not see: nobody but jobs reads lines. */
const contractRead = ['vendor_id', 'id', 'account_id', 'reseller_id', 'periods'];

/** Licensing's contracts, with all their periods and lines. */
export const knownContracts: Mirror = {
  table: 'known_contract',
  columns: {
    account_id: ['text not null', 'accountId'],
    reseller_id: ['text', 'resellerId'],
    periods: ['jsonb not null', 'periods'],
    lines: ['jsonb not null', 'lines'],
  },
  ...{ account: 'account_id', reseller: 'reseller_id' },
  read: {
    ...{ app_admin: contractRead, app_agent: contractRead, app_analyst: contractRead },
    ...{ app_reseller: contractRead, app_customer: contractRead },
  },
};

/** Licensing's products: under which plan each is sold, and its releases, by which upgrades are priced (S6). */
export const knownProducts: Mirror = {
  table: 'known_product',
  columns: {
    name: ['text not null', 'name'],
    plan_id: ['text not null', 'planId'],
    releases: ['jsonb not null', 'releases'],
  },
  read,
};

/** Licensing's maintenance plans, with every version of their policies. */
export const knownPlans: Mirror = {
  table: 'known_plan',
  columns: { name: ['text not null', 'name'], versions: ['jsonb not null', 'versions'] },
  read,
};

/** Licensing's vendors, with the clocks that due work goes by. */
export const knownVendors = mirrorOfVendors(read);

const vendorTold = mirrorHandler(knownVendors);
const accountKnown = mirrorHandler(knownAccounts);
const accountTold: EventHandler = async (transaction, event) => {
  await accountKnown(transaction, event);
  await followAccount(transaction, event);
};
const licenseTold = mirrorHandler(knownLicenses);

/** What is done with each fact that licensing tells. */
export const licensingFacts: EventHandlers = {
  'vendor.created': vendorTold,
  'product.changed': mirrorHandler(knownProducts),
  'plan.changed': mirrorHandler(knownPlans),
  'contract.changed': mirrorHandler(knownContracts),
  // It has nothing yet that could follow.
  'account.created': accountKnown,
  'account.changed': accountTold,
  'license.issued': licenseTold,
  'license.transferred': ticketsGoAlong,
  'license.changed': licenseTold,
  'license.covered': licenseTold,
  'license.revoked': licenseTold,
  'license.suspended': licenseTold,
  'license.reinstated': licenseTold,
};

/** What of licensing's is kept here: compared with what licensing has, whenever somebody doubts it. */
export const licensingMirrors: readonly Mirror[] = [
  knownVendors,
  knownAccounts,
  knownProducts,
  knownPlans,
  knownLicenses,
  knownContracts,
];
