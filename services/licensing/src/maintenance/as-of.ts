import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Moment } from '../release/entitlement.rules.js';

/** Beyond these no vendor's record and no term reaches; the zones' rules are unknown there, too. */
const earliest = '1990-01-01';
const latest = '2200-12-31';

interface Asker {
  readonly today: string;
  readonly nowMs: number;
  readonly viewer: { readonly zone: string };
}

/** The day that a question is for: today in the vendor's zone unless it names another. */
export function momentOf(asker: Asker, asOf: string | null | undefined): Moment {
  const day = asOf ?? asker.today;
  if (day < earliest || day > latest)
    throw new UserFault('BAD_USER_INPUT', `A day must lie between ${earliest} and ${latest}.`, {
      field: 'asOf',
    });
  return { asOf: day, nowMs: asker.nowMs, zone: asker.viewer.zone };
}
