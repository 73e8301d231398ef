import { goodwillGrant } from '@mainstay/support/grant/goodwill-grant';
import { ticketAssess } from '@mainstay/support/assessment/ticket-assess';
import { ticketClose, ticketWithdraw } from '@mainstay/support/ticket/ticket-close';
import { ticketOpen } from '@mainstay/support/ticket/ticket-open';
import { ticketReply } from '@mainstay/support/ticket/ticket-reply';
import { ticketResolve } from '@mainstay/support/ticket/ticket-resolve';
import { newestPolicy } from '../tenants.js';
import type { Company, People } from './people.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';
import { buy } from './trade.js';
import type { Holding } from './trade-scenes.js';

/** How far a case comes. */
type Course = 'CLOSED' | 'BUG' | 'WITHDRAWN' | 'RESOLVED' | 'ASKED' | 'NEW';

interface Case {
  readonly daysAgo: number;
  readonly course: Course;
  readonly subject: string;
  /** Of the persona; of another customer else. */
  readonly mine: boolean;
}

const cases: readonly Case[] = [
  { daysAgo: 480, course: 'CLOSED', subject: 'How is a second machine set up?', mine: true },
  { daysAgo: 310, course: 'BUG', subject: 'The report stays empty', mine: true },
  { daysAgo: 200, course: 'WITHDRAWN', subject: 'A question about the license', mine: true },
  { daysAgo: 90, course: 'CLOSED', subject: 'An import ends half-way', mine: false },
  { daysAgo: 200, course: 'CLOSED', subject: 'A job does not start after the update', mine: false },
  { daysAgo: 25, course: 'RESOLVED', subject: 'Which settings suit a large site?', mine: true },
  { daysAgo: 9, course: 'ASKED', subject: 'The connection is lost at night', mine: true },
  { daysAgo: 9, course: 'ASKED', subject: 'An export has no header', mine: false },
  { daysAgo: 1, course: 'NEW', subject: 'A job does not start after the update', mine: true },
];

/** Cases from their opening to where they come, and what is bought and given to have them. */
export function supportScenes(play: Play, people: People, holdings: readonly Holding[]): Scene[] {
  return [...unitScenes(play, people), ...cases.map((one) => caseScene(play, people, holdings, one))];
}

function unitScenes(play: Play, { agent, customers }: People): Scene[] {
  const { kind: unit } = newestPolicy(play.tenant).support.units;
  const [sold] = play.tenant.supportPackages.toSorted((one, other) => other.units - one.units);
  if (unit === 'UNLIMITED' || sold === undefined) return [];
  const buyers = customers.slice(0, 3);
  return [
    {
      ...{ daysAgo: unit === 'CREDIT' ? 750 : 200, hour: 12 },
      happens: async () => {
        for (const customer of buyers)
          await buy(play, {
            ...{ customer, buyer: customer },
            lines: [{ kind: 'SUPPORT_PACKAGE', supportUnits: sold.units }],
          });
        await play.settle();
      },
    },
    {
      ...{ daysAgo: 40, hour: 12 },
      happens: async () => {
        await play.support(agent, goodwillGrant, {
          ...{ accountId: customers[0].accountId, unit, units: unit === 'CREDIT' ? 10 : 1 },
          ...{ expiresOn: play.day(-120), reason: 'The last answer came late.' },
        });
      },
    },
  ];
}

function caseScene(play: Play, people: People, holdings: readonly Holding[], one: Case): Scene {
  const [persona, other = persona] = people.customers;
  return {
    ...{ daysAgo: one.daysAgo, hour: 12 },
    happens: () => playCase(play, people, { ...one, ...served(holdings, one.mine ? persona : other) }),
  };
}

/** Of what a customer has that was always covered. */
function served(holdings: readonly Holding[], customer: Company) {
  const own = holdings.filter(({ customer: { accountId } }) => accountId === customer.accountId);
  const holding = own.find(({ fate }) => fate === 'UNBROKEN') ?? own[0];
  return { customer, licenseId: holding?.licenseIds[0] ?? null };
}

interface ServedCase extends Case {
  readonly customer: Company;
  readonly licenseId: string | null;
}

async function playCase(play: Play, { agent }: People, given: ServedCase): Promise<void> {
  const { customer, course, subject, licenseId } = given;
  const [channel = 'PORTAL'] = newestPolicy(play.tenant).support.channels;
  const { accountId, player } = customer;
  const { ticketId = '' } = await play.support(player, ticketOpen, {
    ...{ accountId, licenseId, subject, channel, agreeInAdvance: true },
    ...{ body: 'This is what happened, and what was tried.', initiatedBy: 'CUSTOMER' },
  });
  if (course === 'NEW') return;
  play.pass(40);
  if (course === 'WITHDRAWN') {
    await play.support(player, ticketWithdraw, { ticketId });
    return;
  }
  if (newestPolicy(play.tenant).support.units.kind === 'CREDIT')
    await play.support(agent, ticketAssess, { ticketId, category: 'ADVICE' });
  const asksCustomer = course === 'ASKED';
  const body = 'Please try this, and tell us what you see.';
  await play.support(agent, ticketReply, { ticketId, body, asksCustomer });
  if (asksCustomer) return;
  play.pass(25);
  const finding = course === 'BUG' ? 'BUG' : 'ANSWERED';
  await play.support(agent, ticketResolve, { ticketId, finding });
  play.pass(15);
  if (course !== 'RESOLVED') await play.support(player, ticketClose, { ticketId });
}
