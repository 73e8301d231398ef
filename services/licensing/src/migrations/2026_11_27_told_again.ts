import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable } from '@mainstay/kernel/db/policies';

/**
 * Holds a row as whoever changes it does, and changes nothing: the one column that it may write must stay as it is.
 * Written by hand, because a role that may change more has a policy of its own beside it.
 */
export function lockableByWorker(table: string): string[] {
  const own = 'vendor_id = (select app.vendor())';
  return [
    `create policy ${table}_app_worker_lock on ${table} for update to app_worker using (${own}) with check (${own})`,
    `grant update (vendor_id) on ${table} to app_worker`,
  ];
}

/** What tells facts again to a service that lacks them sees what is owed still, and holds what it tells of. */
export const toldAgain = migration('2026_11_27_told_again', [
  ...scopedTable({
    table: 'event_delivery',
    read: { app_worker: ['vendor_id', 'consumer', 'aggregate', 'delivered_at', 'gave_up_at'] },
  }),
  ...['vendor', 'account', 'license'].flatMap(lockableByWorker),
]);
