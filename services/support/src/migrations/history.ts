import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { tickets } from './2026_11_25_tickets.js';

/** Every step of support's database, in order. */
export const migrations: readonly SqlMigration[] = [tickets];
