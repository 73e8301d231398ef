import { trailMigration } from '@mainstay/kernel/act/trail';
import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { invoices } from './2026_11_25_invoices.js';
import { facts } from './2026_11_26_facts.js';
import { due, vendorsKnown } from './2026_11_27_due.js';
import { quotes } from './2026_11_27_quotes.js';
import { catalogKnown } from './2026_11_28_catalog_known.js';
import { orders } from './2026_11_28_orders.js';
import { prices } from './2026_11_28_prices.js';
import { renewals } from './2026_11_28_renewals.js';
import { licenseTransfer } from './2026_11_30_license_transfer.js';

/** Every step of billing's database, in order. */
export const migrations: readonly SqlMigration[] = [
  invoices,
  trailMigration('2026_11_26_trail'),
  facts,
  vendorsKnown,
  due,
  quotes,
  catalogKnown,
  prices,
  orders,
  renewals,
  licenseTransfer,
];
