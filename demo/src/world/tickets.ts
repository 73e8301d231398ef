import { addDays, laterOf } from '@mainstay/kernel/values/civil';
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

/** A case for every third license, in every state, with an exchange of messages. */
export function makeTickets(maker: TenantMaker, licenses: readonly MadeLicense[]): void {
  const { random, tenant } = maker;
  const channels = tenant.plan.versions[0]?.policy.support.channels ?? ['PORTAL'];
  const cases = licenses
    .filter((_, index) => index % 3 === 0)
    .map((license) => ({
      license,
      openedOn: laterOf(addDays(license.purchasedOn, 1), maker.daysAgo(random.between(2, 500))),
    }))
    .filter(({ openedOn }) => openedOn < maker.today)
    .sort((first, second) => (first.openedOn < second.openedOn ? -1 : 1));
  cases.forEach(({ license, openedOn }, index) => {
    const { id: licenseId, owner } = license;
    const id = maker.id('tkt', openedOn);
    const openedMs = maker.instantMs(openedOn);
    const state = states[index % states.length] ?? 'OPEN';
    const ended = state === 'CLOSED' || state === 'WITHDRAWN';
    maker.add('ticket', {
      ...{ id, ...ownedBy(owner), license_id: licenseId, number: index + 1 },
      ...{ subject: random.pick(subjects), state, channel: random.pick(channels) },
      initiated_by: random.chance(0.9) ? 'CUSTOMER' : 'VENDOR',
      opened_at: at(openedMs, 0),
      closed_at: ended ? at(openedMs, 40) : null,
    });
    const messages = [
      { author_kind: 'CUSTOMER', body: 'This is what happened, and what was tried.', public: true },
      { author_kind: 'STAFF', body: 'Seen before: look at the settings first.', public: false },
      { author_kind: 'STAFF', body: 'Please try this, and tell us what you see.', public: true },
    ];
    messages.slice(0, state === 'OPEN' ? 2 : 3).forEach((message, place) => {
      maker.add('ticket_message', {
        ...{ id: maker.id('msg', openedOn), ...ownedBy(owner), ticket_id: id, ...message },
        sent_at: at(openedMs, place * 10),
      });
    });
  });
}

function at(openedMs: number, minutesLater: number): string {
  return new Date(openedMs + minutesLater * 60_000).toISOString();
}
