import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { SupportCalendar } from './opening-hours.rules.js';

const read = statement<SupportCalendar>(
  'calendar.read',
  `select offset_minutes as "offsetMinutes", opening, holidays, extra_openings as "extraOpenings"
   from support_calendar where vendor_id = app.vendor()`,
);

/** Null for a vendor that has set none: no target in opening hours is ever due then. */
export async function readCalendar(transaction: Transaction): Promise<SupportCalendar | null> {
  const [calendar] = await transaction.query(read, []);
  return calendar ?? null;
}
