import type { Instant } from '@mainstay/kernel/act/act';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import {
  statement,
  type Statement,
  type Transaction,
  type WorkingDatabase,
} from '@mainstay/kernel/db/scoped';
import { waitingByRealClock, type Waiting } from '@mainstay/kernel/due/due-work';

/** A clock on its way, ISO 8601. */
export interface MovingClock {
  readonly now: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Whose work is due although nobody moves a clock: by the real one, and in a sandbox that stands, where something was
 * planned for at once.
 */
export const waitingInLicensing: Statement<Waiting> = statement(
  'clock.waiting',
  `${waitingByRealClock('vendor')}
   union all
   select distinct v.vendor_id, v.frozen_at
   from vendor v join due_work d on d.vendor_id = v.vendor_id and d.due_at <= v.frozen_at
   where v.clock_kind = 'FROZEN' and v.advancing_to is null
     and d.gave_up_at is null and d.next_attempt_at <= $1::timestamptz
   order by 1`,
);

const movingOnes = statement<{ vendorId: string }>(
  'clock.moving',
  `select vendor_id as "vendorId" from vendor
   where clock_kind = 'FROZEN' and advancing_to is not null order by vendor_id`,
);

const read = statement<{ now: string; from: string | null; to: string | null; zone: string }>(
  'clock.read',
  `select frozen_at as now, advancing_from as "from", advancing_to as "to", zone
   from vendor where vendor_id = app.vendor() and clock_kind = 'FROZEN'`,
);

/** Forward only, and no further than it was told. */
const set = statement(
  'clock.set',
  `update vendor set frozen_at = $1::timestamptz
   where vendor_id = app.vendor() and frozen_at < $1::timestamptz and $1::timestamptz <= advancing_to`,
);

const arrive = statement<{ zone: string }>(
  'clock.arrive',
  `update vendor set frozen_at = advancing_to, advancing_from = null, advancing_to = null
   where vendor_id = app.vendor() and advancing_to = $1::timestamptz returning zone`,
);

const iso = (instant: string): string => new Date(instant).toISOString();

export async function movingVendors(database: WorkingDatabase): Promise<string[]> {
  const rows = await database.askAs({ job: 'clock', vendorId: null }, movingOnes, []);
  return rows.map(({ vendorId }) => vendorId);
}

/** Null where it stands. */
export async function movingClock(database: WorkingDatabase, vendorId: string): Promise<MovingClock | null> {
  const [row] = await database.askAs({ job: 'clock', vendorId }, read, []);
  if (row === undefined || row.from === null || row.to === null) return null;
  return { now: iso(row.now), from: iso(row.from), to: iso(row.to) };
}

export async function setClock(database: WorkingDatabase, vendorId: string, now: string): Promise<void> {
  await database.askAs({ job: 'clock', vendorId }, set, [now]);
}

/** The last step, with its entry in the trail. */
export async function arriveAt(
  transaction: Transaction,
  vendorId: string,
  { from, to }: MovingClock,
): Promise<void> {
  const [row] = await transaction.query(arrive, [to]);
  if (row === undefined) return;
  const instant: Instant = instantOf(to, row.zone);
  await leaveTrail(transaction, instant, {
    ...{ act: 'clockArrive', actorKind: 'JOB', userId: null, reason: null, consumers: [], answers: null },
    effect: {
      ...{ result: { vendorId }, accountId: null, events: [] },
      changes: [{ objectId: vendorId, field: 'clock', from, to }],
    },
  });
}
