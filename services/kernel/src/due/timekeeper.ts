import { statement, type WorkingDatabase } from '../db/scoped.js';
import type { EventRelay } from '../events/relay.js';
import type { DueWork } from './due-work.js';

/** Of what a service owes to others: there was nothing, all of it was sent now, or something waits still. */
export type Settled = 'QUIET' | 'SENT' | 'OWED';

/** What whoever moves a tenant's clock asks of each service. */
export interface Timekeeper extends Pick<DueWork, 'nextDue' | 'runDue'> {
  /**
   * Sends what is owed to others of the vendor's; what was given up is owed no more. Whoever is told may tell something
   * in its turn, so that all is told once each service was found QUIET after the last one that was not.
   */
  settle(vendorId: string): Promise<Settled>;
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
  const owes = async (vendorId: string) => {
    const [found] = await database.askAs({ job: 'due', vendorId: null }, owed, [vendorId]);
    return found?.owed === true;
  };
  return {
    nextDue: (vendorId, until) => due.nextDue(vendorId, until),
    runDue: (vendorId, now) => due.runDue(vendorId, now),
    async settle(vendorId) {
      if (!(await owes(vendorId))) return 'QUIET';
      await outlet.drain();
      return (await owes(vendorId)) ? 'OWED' : 'SENT';
    },
  };
}
