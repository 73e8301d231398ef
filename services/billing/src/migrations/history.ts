import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { invoices } from './2026_11_25_invoices.js';

/** Every step of billing's database, in order. */
export const migrations: readonly SqlMigration[] = [invoices];
