import {
  assessmentConfirm,
  assessmentDecline,
  getSupportEntitlement,
  getTicket,
  listOffers,
  listSupportGrants,
  ticketAssess,
  ticketOpen,
  ticketResolve,
  type TicketAssessInput,
} from '@mainstay/sdk';
import { customerOf, fulfilled, ordered, paid, same, type Ordered } from './buying.js';
import { advanceTo, done, holds, refused, until, type Scene } from './stage.js';
import type { Story } from './story.js';

/** What the steps of this story find out, one after the other. */
interface Known {
  readonly license: Ordered;
  readonly package: Ordered;
  readonly licenseId: string;
  readonly upgradeId: string;
}

/** The day on which 4.3.9 comes out, at 10:23:33 UTC. */
const firstOn = '2023-05-26';
const before = '2023-05-26T10:00:00Z';
const after = '2023-05-26T15:00:00Z';
/** Thirty days later, at the first instant of the day in New York. */
const unanswered = '2023-06-25T04:00:00Z';

async function order(scene: Scene): Promise<Partial<Known>> {
  await advanceTo(scene, before);
  const { offers } = await listOffers(customerOf(scene).client, { first: 100, filter: { kind: 'LICENSE' } });
  const productId = offers?.nodes.find(({ metric }) => metric === 'LICENSE')?.product?.id;
  holds(productId !== undefined, 'No license by itself is offered.');
  const license = await ordered(scene, {
    ...{ of: '-license', lines: [{ kind: 'LICENSE', productId, metric: 'LICENSE' }] },
    total: '299.00',
  });
  await paid(scene, license.invoiceId, { amount: '299.00', paidOn: firstOn });
  const [line] = await fulfilled(customerOf(scene).client, license.orderId);
  const [licenseId = ''] = line?.objectIds ?? [];
  return { license, licenseId };
}

/** What the account has of credits, as support tells it of the license. */
async function decided(scene: Scene, licenseId: string) {
  const { license } = await getSupportEntitlement(customerOf(scene).client, { licenseId });
  return license?.supportEntitlement;
}

async function ask(scene: Scene, licenseId: string, of: string) {
  const { ticketOpen: opened } = await ticketOpen(customerOf(scene).client, {
    input: {
      ...{ licenseId, subject: `About ${of}`, body: 'What does it cost?', channel: 'PORTAL' },
      idempotencyKey: scene.key(`ticket-${of}`),
    },
  });
  return opened;
}

async function credits(scene: Scene, { licenseId }: Known): Promise<Partial<Known>> {
  // Support has heard of the license.
  const first = await advanceTo(scene, before);
  const decision = await until(() => decided(scene, licenseId));
  if (first) {
    same([decision.needed, decision.available, decision.waysForward], [5, 0, ['CREDIT_PACKAGE']], 'To open');
    const says = refused(await ask(scene, licenseId, 'upgrade'), 'UNITS_TOO_FEW');
    scene.stage.say(`without credits a ticket is refused: ${says}`);
  }
  const bought = await ordered(scene, {
    ...{ of: '-credits', lines: [{ kind: 'SUPPORT_PACKAGE', supportUnits: 100 }] },
    total: '220.00',
  });
  await paid(scene, bought.invoiceId, { amount: '220.00', paidOn: firstOn });
  const [line] = await fulfilled(customerOf(scene).client, bought.orderId);
  const lot = await theLot(scene);
  same([line?.objectIds, lot.source, lot.expiresOn], [[lot.id], 'CREDIT_PACKAGE', null], 'The order became');
  same(lot.units, 100, 'The package brings');
  scene.stage.say('paid, the order became a lot of 100 credits that never expires');
  return { package: bought };
}

async function theLot(scene: Scene) {
  const { account } = await listSupportGrants(customerOf(scene).client, { first: 100 });
  const [lot, another] = account?.supportGrants?.nodes ?? [];
  holds(lot !== undefined && another === undefined, 'The account has not one lot.');
  return lot;
}

/** Credits that can be used, that are held, and that are used up. */
async function stand(scene: Scene): Promise<readonly number[]> {
  const { left, reserved, consumed } = await theLot(scene);
  return [left, reserved, consumed];
}

async function assess(scene: Scene, of: string, input: TicketAssessInput) {
  const { ticketAssess: assessed } = await ticketAssess(scene.agent, {
    input: { ...input, idempotencyKey: scene.key(`assess-${of}`) },
  });
  return assessed;
}

async function upgrade(scene: Scene, { licenseId }: Known): Promise<Partial<Known>> {
  const upgradeId = done(await ask(scene, licenseId, 'upgrade')).ticket?.id ?? '';
  const from = (toVersion: string) => ({
    ...({ ticketId: upgradeId, category: 'UPGRADE', fromVersion: '4.3.1', toVersion } as const),
  });
  if (await advanceTo(scene, before)) {
    const says = refused(await assess(scene, '4.3.9', from('4.3.9')), 'VERSION_UNKNOWN');
    scene.stage.say(`4.3.9 is not out yet, and has no price: ${says}`);
  }
  const first = await advanceTo(scene, after);
  // Two steps are 20 credits, and each further one 5: 20, 20 + 5, and 20 + 6 × 5.
  for (const [version, steps, units] of [
    ['4.3.3', 2, 20],
    ['4.3.4', 3, 25],
    ['4.3.9', 8, 50],
  ] as const) {
    const { ticket } = done(await assess(scene, version, from(version)));
    if (!first) continue;
    const { assessment } = ticket ?? {};
    same([assessment?.steps, assessment?.units], [steps, units], `To ${version} there are steps and credits`);
    same([ticket?.state, assessment?.state], ['WAITING_FOR_CUSTOMER', 'PROPOSED'], 'Dearer than 5 it is');
    same(Date.parse(assessment?.answerBy ?? ''), Date.parse(unanswered), 'It can be answered before');
    scene.stage.say(
      `from 4.3.1 to ${version} there are ${String(steps)} steps, for ${String(units)} credits`,
    );
  }
  if (first) same(await stand(scene), [100, 0, 0], 'Before it is agreed to, credits are');
  return { upgradeId };
}

async function agree(scene: Scene, { upgradeId: ticketId }: Known): Promise<undefined> {
  const first = await advanceTo(scene, after);
  const { client } = customerOf(scene);
  if (first) {
    const { ticketResolve: early } = await ticketResolve(scene.agent, {
      input: { ticketId, finding: 'ANSWERED' },
    });
    refused(early, 'ASSESSMENT_MISSING');
  }
  const { assessmentConfirm: confirmed } = await assessmentConfirm(client, {
    input: { ticketId, idempotencyKey: scene.key('confirm') },
  });
  same(done(confirmed).ticket?.assessment?.state, 'ACCEPTED', 'The confirmed price is');
  const again = await assessmentConfirm(client, { input: { ticketId } });
  refused(again.assessmentConfirm, 'NOTHING_PROPOSED');
  if (first) same(await stand(scene), [50, 50, 0], 'Once it is agreed to, credits are');
  const { ticketResolve: resolved } = await ticketResolve(scene.agent, {
    input: { ticketId, finding: 'ANSWERED', idempotencyKey: scene.key('resolve') },
  });
  done(resolved);
  same(await stand(scene), [50, 0, 50], 'After the upgrade credits are');
  const { entries } = await theLot(scene);
  same(
    entries.nodes.map(({ kind, units }) => [kind, units]),
    [
      ['GRANTED', 100],
      ['RESERVED', 50],
      ['CONSUMED', 50],
    ],
    'The ledger tells',
  );
  scene.stage.say('confirmed, 50 credits are held; done, they are used, and 50 are left');
  return undefined;
}

async function decline(scene: Scene, { licenseId }: Known): Promise<undefined> {
  const first = await advanceTo(scene, after);
  const { client } = customerOf(scene);
  const ticketId = done(await ask(scene, licenseId, 'modification')).ticket?.id ?? '';
  done(await assess(scene, 'modification', { ticketId, category: 'MODIFICATION', units: 60 }));
  if (first) {
    const { assessmentConfirm: confirmed } = await assessmentConfirm(client, { input: { ticketId } });
    const says = refused(confirmed, 'CREDITS_TOO_FEW');
    same(
      confirmed.userErrors[0]?.facts.map(({ name, value }) => [name, value]),
      [
        ['units', '60'],
        ['held', '0'],
        ['available', '50'],
        ['waysForward', 'CREDIT_PACKAGE'],
      ],
      'The refusal tells',
    );
    scene.stage.say(`a modification of 60 credits cannot be agreed to: ${says}`);
  }
  const { assessmentDecline: declined } = await assessmentDecline(client, {
    input: { ticketId, idempotencyKey: scene.key('decline') },
  });
  const { ticket } = done(declined);
  same([ticket?.state, ticket?.finding], ['CLOSED', 'UNCONFIRMED'], 'Declined, the ticket is');
  same(await stand(scene), [50, 0, 50], 'Declined work leaves credits as they were:');
  scene.stage.say('declined, the ticket is closed and costs nothing');
  return undefined;
}

async function forget(scene: Scene, { licenseId, upgradeId }: Known): Promise<undefined> {
  const { client } = customerOf(scene);
  const ticketId = done(await ask(scene, licenseId, 'advice')).ticket?.id ?? '';
  const { ticket: asked } = done(await assess(scene, 'advice', { ticketId, category: 'ADVICE' }));
  same(asked?.assessment?.units, 10, 'Advice costs');
  await advanceTo(scene, unanswered);
  const { ticket } = await getTicket(client, { id: ticketId });
  same(
    [ticket?.state, ticket?.finding, ticket?.assessment?.state],
    ['CLOSED', 'UNCONFIRMED', 'UNANSWERED'],
    'Thirty days unanswered the ticket is',
  );
  same(await stand(scene), [50, 0, 50], 'A price that nobody answered leaves credits as they were:');
  const { ticket: upgraded } = await getTicket(client, { id: upgradeId });
  same(upgraded?.assessment?.units, 50, 'Releases that came later leave the price at');
  scene.stage.say('advice for 10 credits is asked for and never answered: closed after 30 days, at no cost');
  return undefined;
}

/** Credits from their purchase to what they paid for. */
export const cartwright: Story<Known> = {
  tenant: 'cartwright',
  firstOn,
  steps: [
    { title: 'A license is bought', play: order },
    { title: 'Without credits nobody is helped: a hundred are bought', play: credits },
    { title: 'An upgrade is asked for and priced by its steps', play: upgrade },
    { title: 'The customer agrees, and the work is done', play: agree },
    { title: 'Dearer work is beyond the balance, and declined', play: decline },
    { title: 'A price that nobody answers lapses', play: forget },
  ],
};
