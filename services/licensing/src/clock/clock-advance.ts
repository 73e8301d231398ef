import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import {
  clockAdvanceFaults,
  decideClockAdvance,
  type ClockAdvanceCode,
  type StandingClock,
} from './clock-advance.rules.js';

export interface ClockAdvance extends ActInput {
  readonly to: string;
  readonly vendorId?: string | null;
}

const lock = statement<{ frozenAt: string | null; advancingTo: string | null }>(
  'clock.lock',
  `select frozen_at as "frozenAt", advancing_to as "advancingTo" from vendor
   where vendor_id = app.vendor() and vendor_id = coalesce($1::text, app.vendor()) for update`,
);

const start = statement(
  'clock.start',
  `update vendor set advancing_from = frozen_at, advancing_to = $1::timestamptz where vendor_id = app.vendor()`,
);

const iso = (instant: string): string => new Date(instant).toISOString();

/** Sends a sandbox's clock on its way; what falls due until it arrives is done by whoever moves it. */
export const clockAdvance: Act<ClockAdvance, StandingClock | null, ClockAdvanceCode> = {
  name: 'clockAdvance',
  roles: ['VENDOR_ADMIN', 'OPERATOR'],
  vendorOf: ({ vendorId }) => vendorId ?? null,
  whileAdvancing: true,
  check: clockAdvanceFaults,
  async load(transaction, { vendorId }) {
    const [row] = await transaction.query(lock, [vendorId ?? null]);
    if (row === undefined) return null;
    const { frozenAt, advancingTo } = row;
    return {
      frozenAt: frozenAt === null ? null : iso(frozenAt),
      advancingTo: advancingTo === null ? null : iso(advancingTo),
    };
  },
  decide: (clock, asked) => decideClockAdvance(clock, asked),
  async apply(transaction, clock, { to }, { viewer }) {
    const vendorId = viewer.vendorId ?? '';
    const target = iso(to);
    await transaction.query(start, [target]);
    return {
      ...{ result: { vendorId }, accountId: null, events: [] },
      changes: [{ objectId: vendorId, field: 'clock', from: clock?.frozenAt ?? null, to: target }],
    };
  },
};
