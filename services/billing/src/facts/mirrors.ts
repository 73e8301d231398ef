import { knownVendors as mirrorOfVendors } from '@mainstay/kernel/due/known-vendor';
import { mirrorHandler, type Mirror } from '@mainstay/kernel/events/mirror';
import type { EventHandlers } from '@mainstay/kernel/events/inbox';
import { holdsGoAlong } from './license-transferred.js';

/** An agent sees nothing of billing, and so needs none of its facts. */
const read = { app_admin: '*', app_reseller: '*', app_customer: '*', app_analyst: '*' } as const;

/** Licensing's accounts: whose customer each is. */
export const knownAccounts: Mirror = {
  table: 'known_account',
  columns: {
    kind: ['text not null', 'kind'],
    name: ['text not null', 'name'],
    country: ['text not null', 'country'],
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
    metric: ['text not null', 'metric'],
    quantity: ['integer not null', 'quantity'],
    status: ['text not null', 'status'],
    cover: ['jsonb not null', 'cover'],
  },
  ...{ account: 'account_id', reseller: 'reseller_id', read },
};

/** Licensing's contracts, with all their periods and lines. */
export const knownContracts: Mirror = {
  table: 'known_contract',
  columns: {
    account_id: ['text not null', 'accountId'],
    reseller_id: ['text', 'resellerId'],
    number: ['text not null', 'number'],
    periods: ['jsonb not null', 'periods'],
    lines: ['jsonb not null', 'lines'],
  },
  ...{ account: 'account_id', reseller: 'reseller_id', read },
};

/** Licensing's products: under which plan each is sold. */
export const knownProducts: Mirror = {
  table: 'known_product',
  columns: { name: ['text not null', 'name'], plan_id: ['text not null', 'planId'] },
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
const accountTold = mirrorHandler(knownAccounts);
const licenseTold = mirrorHandler(knownLicenses);

/** What is done with each fact that licensing tells. */
export const licensingFacts: EventHandlers = {
  'vendor.created': vendorTold,
  'product.changed': mirrorHandler(knownProducts),
  'plan.changed': mirrorHandler(knownPlans),
  'contract.changed': mirrorHandler(knownContracts),
  'account.created': accountTold,
  'account.changed': accountTold,
  'license.issued': licenseTold,
  'license.changed': licenseTold,
  'license.transferred': holdsGoAlong,
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
