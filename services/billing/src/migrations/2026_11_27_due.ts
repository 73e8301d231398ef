import { dueMigration } from '@mainstay/kernel/due/due-table';
import { mirrorTable } from '@mainstay/kernel/events/mirror';
import { migration } from '@mainstay/kernel/db/migration';
import { knownVendors } from '../facts/mirrors.js';

/** Vendors as licensing tells them, with the clocks that due work goes by. */
export const vendorsKnown = migration('2026_11_27_vendors_known', mirrorTable(knownVendors));

export const due = dueMigration('2026_11_27_due');
