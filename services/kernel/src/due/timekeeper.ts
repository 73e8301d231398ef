import { statement, type WorkingDatabase } from '../db/scoped.js';
import type { EventRelay } from '../events/relay.js';
import type { DueWork } from './due-work.js';

/** What whoever moves a tenant's clock asks of each service. */
export interface Timekeeper extends Pick<DueWork, 'nextDue' | 'runDue'> {
  /** Sends what is owed to others; resolves with whether all of the vendor's has arrived or was given up. */
  settle(vendorId: string): Promise<boolean>;
}

const owed = statement<{ owed: boolean }>(
  'due.owed',
  `select exists (select from event_delivery
     where vendor_id = $1::text and delivered_at is null and gave_up_at is null) as owed`,
);

export function timekeeperOf(parts: {
  readonly database: WorkingDatabase;
  readonly due: DueWork;
  readonly outlet: EventRelay;
}): Timekeeper {
  const { database, due, outlet } = parts;
  return {
    nextDue: (vendorId, until) => due.nextDue(vendorId, until),
    runDue: (vendorId, now) => due.runDue(vendorId, now),
    async settle(vendorId) {
      await outlet.drain();
      const [found] = await database.transactAs({ job: 'due', vendorId: null }, (queue) =>
        queue.query(owed, [vendorId]),
      );
      return found?.owed !== true;
    },
  };
}
