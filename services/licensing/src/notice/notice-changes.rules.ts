import { unbrokenCover } from '../maintenance/cover.rules.js';
import {
  wantedNotices,
  type Notice,
  type NoticeCase,
  type NoticeClock,
  type NoticeReason,
} from './notice.rules.js';

/** A notice that stands in the table. */
export interface StandingNotice extends Notice {
  readonly id: string;
}

/** What is to be written: a new notice where the id is null. */
export interface NoticeChange extends Notice {
  readonly id: string | null;
}

/**
 * What has to change in a license's plan of notices. One that was sent stands for good: it never goes again for that end
 * and offset, also where the end moves away and comes back. Everything else follows what is true now.
 */
export function noticeChanges(
  license: NoticeCase,
  standing: readonly StandingNotice[],
  clock: NoticeClock,
): NoticeChange[] {
  const wanted = new Map(wantedNotices(license, clock).map((notice) => [keyOf(notice), notice]));
  const known = new Set(standing.map(keyOf));
  const fresh = [...wanted].filter(([key]) => !known.has(key)).map(([, notice]) => ({ ...notice, id: null }));
  const moved = standing.flatMap((notice) => {
    const after = afterwards(notice, wanted.get(keyOf(notice)) ?? null, { license, clock });
    return after === null ? [] : [{ ...after, id: notice.id }];
  });
  return [...fresh, ...moved];
}

function keyOf({ expiresOn, before }: Notice): string {
  return `${expiresOn} ${before}`;
}

/** Null where a notice stays as it is. */
function afterwards(
  notice: StandingNotice,
  wanted: Notice | null,
  { license, clock }: { readonly license: NoticeCase; readonly clock: NoticeClock },
): Notice | null {
  if (notice.state === 'SENT') return null;
  if (wanted === null) {
    if (notice.state !== 'PLANNED') return null;
    // What was due already has not gone; what was to come is taken back, and may be wanted again.
    const state = notice.dueAtMs <= clock.nowMs ? 'SKIPPED' : 'WITHDRAWN';
    return { ...notice, state, reason: reasonAgainst(notice, license, clock) };
  }
  // Why it did not go stays written as it was when that was decided.
  if (notice.state === 'SKIPPED' && wanted.state === 'SKIPPED') return null;
  return same(notice, wanted) ? null : wanted;
}

function same(one: Notice, other: Notice): boolean {
  const facts = ({ state, reason, dueAtMs, quote, planId, planVersion }: Notice) =>
    JSON.stringify([state, reason, dueAtMs, quote, planId, planVersion]);
  return facts(one) === facts(other);
}

/** Why a notice that was planned is not wanted any more. */
function reasonAgainst({ expiresOn }: Notice, license: NoticeCase, { today }: NoticeClock): NoticeReason {
  if (license.status === 'REVOKED') return 'LICENSE_REVOKED';
  if (license.status === 'SUSPENDED') return 'LICENSE_SUSPENDED';
  const stretches = unbrokenCover(license.periods);
  if (stretches.some((stretch) => stretch.startsOn <= expiresOn && expiresOn < stretch.expiresOn))
    return 'RENEWED';
  if (!stretches.some((stretch) => stretch.expiresOn === expiresOn)) return 'COVER_MOVED';
  return expiresOn <= today ? 'COVER_OVER' : 'PLAN_DIFFERS';
}
