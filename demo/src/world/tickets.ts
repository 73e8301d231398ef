import { addDays, earlierOf, firstInstantOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { dueAt, isBreached } from '@mainstay/support/target/target.rules';
import { newestPolicy } from '../tenants.js';
import type { MadeAccount } from './accounts.js';
import type { MadeLicense } from './licenses.js';
import { ownedBy, type TenantMaker } from './maker.js';

const subjects = [
  'A job does not start after the update',
  'How is a second machine set up?',
  'The report stays empty',
  'An import ends half-way',
  'A question about the license',
] as const;
const states = ['OPEN', 'WAITING_FOR_CUSTOMER', 'RESOLVED', 'CLOSED', 'CLOSED', 'WITHDRAWN'] as const;
type State = (typeof states)[number];

const exchange = [
  { author_kind: 'CUSTOMER', body: 'This is what happened, and what was tried.', public: true },
  { author_kind: 'STAFF', body: 'Seen before: look at the settings first.', public: false },
  { author_kind: 'STAFF', body: 'Please try this, and tell us what you see.', public: true },
  { author_kind: 'CUSTOMER', body: 'Thank you, that was it.', public: true },
] as const;
/** How far the exchange has come. */
const messagesIn: Readonly<Record<State, number>> = {
  OPEN: 2,
  WAITING_FOR_CUSTOMER: 3,
  RESOLVED: 3,
  CLOSED: 4,
  WITHDRAWN: 1,
};

interface Case {
  readonly owner: MadeAccount;
  readonly licenseId: string | null;
  readonly openedOn: CivilDate;
}

/** Cases about two of five licenses, opened while they were covered, and one of every other account about none. */
export function makeTickets(
  maker: TenantMaker,
  licenses: readonly MadeLicense[],
  accounts: readonly MadeAccount[],
): void {
  const { random } = maker;
  const { offsetMinutes, opening, holidays, extraOpenings } = maker.tenant.supportCalendar;
  maker.add('support_calendar', {
    ...{ offset_minutes: offsetMinutes, opening, holidays, extra_openings: extraOpenings },
  });
  const needsCover = newestPolicy(maker.tenant).cover !== null;
  const about = licenses
    .filter((_, index) => index % 5 < 2)
    .flatMap((license): Case[] => {
      const openedOn = dayOfCase(maker, license, needsCover);
      return openedOn === null ? [] : [{ owner: license.owner, licenseId: license.id, openedOn }];
    });
  const general = accounts
    .filter((_, index) => index % 2 === 1)
    .map((owner) => ({ owner, licenseId: null, openedOn: maker.daysAgo(random.between(2, 500)) }));
  [...about, ...general]
    .sort(
      (first, second) => Number(first.openedOn > second.openedOn) - Number(first.openedOn < second.openedOn),
    )
    .forEach((one, index) => {
      makeTicket(maker, one, index);
    });
  maker.add('ticket_counter', { last: maker.rows('ticket').length });
}

/** Some day of the last cover that had begun, at most 500 days ago; null for a license that nobody serves. */
function dayOfCase(
  maker: TenantMaker,
  { cover, purchasedOn }: MadeLicense,
  needsCover: boolean,
): CivilDate | null {
  const latest = maker.daysAgo(2);
  const begun = cover.findLast(({ startsOn }) => startsOn <= latest);
  if (needsCover && begun === undefined) return null;
  const from = laterOf(begun?.startsOn ?? addDays(purchasedOn, 1), maker.daysAgo(500));
  const until = begun === undefined ? latest : earlierOf(latest, addDays(begun.expiresOn, -1));
  return from > until ? null : earlierOf(until, addDays(from, maker.random.between(0, 365)));
}

function makeTicket(maker: TenantMaker, { owner, licenseId, openedOn }: Case, index: number): void {
  const { random, tenant } = maker;
  const id = maker.id('tkt', openedOn);
  const openedMs = maker.instantMs(openedOn);
  const state = states[index % states.length] ?? 'OPEN';
  const ended = state === 'CLOSED' || state === 'WITHDRAWN';
  const resolved = state === 'CLOSED' || state === 'RESOLVED';
  const initiatedBy = random.chance(0.9) ? 'CUSTOMER' : 'VENDOR';
  const served = servedBy(maker, { openedMs, state, initiatedBy });
  if (state === 'OPEN' && served.due_at !== null && served.breached_at === null)
    maker.addDue('support', { kind: 'target-breach', key: id, dueAt: served.due_at });
  maker.add('ticket', {
    id,
    ...ownedBy(owner),
    license_id: licenseId,
    number: index + 1,
    subject: random.pick(subjects),
    state,
    channel: random.pick(newestPolicy(tenant).support.channels),
    initiated_by: initiatedBy,
    ...served,
    finding: resolved ? 'ANSWERED' : null,
    resolved_at: resolved ? at(openedMs, 30) : null,
    opened_at: at(openedMs, 0),
    closed_at: ended ? at(openedMs, 40) : null,
  });
  exchange.slice(0, messagesIn[state]).forEach((message, place) => {
    maker.add('ticket_message', {
      id: maker.id('msg', openedOn),
      ...ownedBy(owner),
      ticket_id: id,
      ...message,
      sent_at: at(openedMs, place * 10),
    });
  });
}

interface Opened {
  readonly openedMs: number;
  readonly state: State;
  readonly initiatedBy: 'CUSTOMER' | 'VENDOR';
}

/** What decided when it was opened, and what became of its target: staff answered after 20 minutes, or not yet. */
function servedBy(maker: TenantMaker, { openedMs, state, initiatedBy }: Opened) {
  const { tenant } = maker;
  const newest = tenant.plan.versions.at(-1);
  const asked = initiatedBy === 'CUSTOMER';
  const target = asked ? newestPolicy(tenant).support.responseTarget : null;
  const metAt = asked && messagesIn[state] > 2 ? at(openedMs, 20) : null;
  const counted = { openedAt: at(openedMs, 0), pauses: [], target, calendar: tenant.supportCalendar };
  const due = dueAt(counted);
  const pauses =
    state === 'WAITING_FOR_CUSTOMER'
      ? [{ reason: 'CUSTOMER_ASKED', from: at(openedMs, 20), until: null }]
      : [];
  const nowMs = firstInstantOf(maker.today, tenant.zone);
  const missed = isBreached({ state, dueAt: due, metAt, breachedAt: null }, nowMs);
  return {
    ...{ plan_id: maker.rows('maintenance_plan')[0]?.['id'] ?? null, plan_version: newest?.version ?? null },
    served_by: asked ? (newestPolicy(tenant).cover === null ? 'UNITS' : 'COVER') : 'VENDOR',
    ...{ target, pauses, due_at: due, met_at: metAt, breached_at: missed ? due : null },
  };
}

function at(openedMs: number, minutesLater: number): string {
  return new Date(openedMs + minutesLater * 60_000).toISOString();
}
