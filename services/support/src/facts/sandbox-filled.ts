import { z } from 'zod';
import { statement, type Transaction, type WorkingDatabase } from '@mainstay/kernel/db/scoped';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import { readCalendar } from '../target/read-calendar.js';

const told = z.object({ sourceId: z.string() });

const write = statement(
  'calendar.copy',
  `insert into support_calendar (vendor_id, offset_minutes, opening, holidays, extra_openings)
   values (app.vendor(), $1::integer, $2::jsonb, $3::jsonb, $4::jsonb) on conflict (vendor_id) do nothing`,
);

async function copyCalendar(
  database: WorkingDatabase,
  transaction: Transaction,
  sourceId: string,
): Promise<void> {
  const calendar = await database.transactAs({ job: 'events', vendorId: sourceId }, readCalendar);
  if (calendar === null) return;
  const { offsetMinutes, opening, holidays, extraOpenings } = calendar;
  await transaction.query(write, [
    offsetMinutes,
    ...[JSON.stringify(opening), JSON.stringify(holidays), JSON.stringify(extraOpenings)],
  ]);
}

/** A sandbox is open as its tenant is. Each of the two is read and written under a scope of its own. */
export function sandboxFilled(database: WorkingDatabase): EventHandler {
  return async (transaction, { payload }) => {
    await copyCalendar(database, transaction, told.parse(payload).sourceId);
  };
}
