import { civilDayOf } from '@mainstay/kernel/values/civil';
import type {
  Notice,
  NoticeCase,
  NoticeClock,
  NoticeRule,
  SoldPeriod,
} from '@mainstay/licensing/notice/notice.rules';

export const stockholm = 'Europe/Stockholm';
export const newYork = 'America/New_York';

export function rule(
  before: string,
  quote: NoticeRule['quote'] = 'NONE',
  termAtLeast: string | null = null,
): NoticeRule {
  return { before, termAtLeast, quote };
}

/** The policies of the four tenants (domain, section 2). */
export const cronwell = [rule('P1M')];
export const deskhaven = [rule('P60D', 'ATTACHED')];
export const tubeworks = [rule('P90D', 'ON_REQUEST', 'P1Y'), rule('P30D', 'ON_REQUEST')];

export function period(startsOn: string, expiresOn: string, more: Partial<SoldPeriod> = {}): SoldPeriod {
  const sold = { countedFrom: startsOn, termEndsOn: expiresOn, planId: 'pln_1', planVersion: 1 };
  return { startsOn, expiresOn, ...sold, ...more };
}

export function license(rules: readonly NoticeRule[], ...periods: readonly SoldPeriod[]): NoticeCase {
  return { status: 'ACTIVE', periods, noticesOf: () => rules };
}

export function clock(now: string, zone = stockholm): NoticeClock {
  const nowMs = Date.parse(now);
  return { nowMs, today: civilDayOf(nowMs, zone), zone };
}

/** `2026-03-31 P1M 2026-02-28T08:00:00.000Z PLANNED`. */
export function line({ expiresOn, before, dueAtMs, state, reason }: Notice): string {
  return [
    expiresOn,
    before,
    new Date(dueAtMs).toISOString(),
    state,
    ...(reason === null ? [] : [reason]),
  ].join(' ');
}

export function brief({ expiresOn, before, state, reason }: Notice): string {
  return [expiresOn, before, state, ...(reason === null ? [] : [reason])].join(' ');
}
