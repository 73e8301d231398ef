import {
  getLicense,
  getSupportEntitlement,
  listMails,
  listNotices,
  listOffers,
  ticketOpen,
} from '@mainstay/sdk';
import { customerOf, fulfilled, letReach, ordered, paid, same, type Ordered } from './buying.js';
import { advanceTo, done, holds, refused, until, type Scene } from './stage.js';
import type { Story } from './story.js';

/** What the steps of this story find out, one after the other. */
interface Known extends Ordered {
  readonly productId: string;
  /** The key that was bought with training, and those without: one for good, and one whose owner learns later. */
  readonly trained: string;
  readonly untrained: string;
  readonly learning: string;
}

/** The day of the money; the keys are mailed on the next, the 17th. */
const firstOn = '2026-06-16';
const mailedOn = '2026-06-17';
const mailed = '2026-06-17T14:00:00Z';
/** Counted from 2026-07-01: a year, and thirty days. */
const yearEnds = '2027-07-01';
const thirtyDaysEnd = '2026-07-31';

async function order(scene: Scene): Promise<Partial<Known>> {
  await letReach(scene);
  const { offers } = await listOffers(customerOf(scene).client, { first: 100, filter: { kind: 'TRAINING' } });
  const productId = offers?.nodes[0]?.product?.id;
  holds(productId !== undefined, 'No training is offered.');
  const key = { kind: 'LICENSE', productId, metric: 'DEVICES' } as const;
  const bought = await ordered(scene, {
    lines: [key, { kind: 'TRAINING', productId, ofPosition: 1 }, { ...key, quantity: 2 }],
    // Three keys at 3,900.00 and the training at 1,200.00.
    total: '12900.00',
  });
  return { ...bought, productId };
}

async function activate(scene: Scene, { orderId, invoiceId }: Known): Promise<Partial<Known>> {
  await advanceTo(scene, mailed);
  const { client, accountId } = customerOf(scene);
  await paid(scene, invoiceId, { amount: '12900.00', paidOn: firstOn });
  const lines = await fulfilled(client, orderId);
  const [[trained = ''] = [], training, [untrained = '', learning = ''] = []] = lines.map(
    ({ objectIds }) => objectIds,
  );
  same(training, [trained], 'The training is of');
  const mail = await until(async () => {
    const { mails } = await listMails(scene.admin, { first: 100, filter: { accountId, kind: 'ACTIVATION' } });
    const [only, another] = mails?.nodes ?? [];
    holds(another === undefined, 'The keys are mailed twice.');
    return only?.state === 'SENT' ? only : null;
  });
  holds(mail.acceptedAt !== null, 'A mail that was sent was never accepted.');
  const { license } = await getLicense(client, { id: trained });
  const serial = license?.serial ?? '';
  const { license: found } = await getLicense(scene.agent, { serial });
  same(found?.account.id, accountId, `Whoever looks ${serial} up finds`);
  scene.stage.say(`paid on ${firstOn}, key ${serial} and two others are activated by a mail of ${mailedOn}`);
  return { trained, untrained, learning };
}

/** The first day of cover and the first without, once a mail server has taken the mail. */
async function coverOf(scene: Scene, id: string) {
  const { coverage } = await until(async () => {
    const { license } = await getLicense(customerOf(scene).client, { id, asOf: mailedOn });
    return license?.coverage.startsOn == null ? null : license;
  });
  return [coverage.startsOn, coverage.expiresOn];
}

async function covered(scene: Scene, id: string, asOf: string) {
  const { license } = await getLicense(customerOf(scene).client, { id, asOf });
  return license?.coverage.active;
}

async function cover(scene: Scene, { trained, untrained, learning }: Known): Promise<undefined> {
  const first = await advanceTo(scene, mailed);
  if (first) same(await coverOf(scene, learning), [mailedOn, thirtyDaysEnd], 'Cover begins and ends on');
  for (const [id, expiresOn, lastDay] of [
    [trained, yearEnds, '2027-06-30'],
    [untrained, thirtyDaysEnd, '2026-07-30'],
  ] as const) {
    same(await coverOf(scene, id), [mailedOn, expiresOn], 'Cover begins and ends on');
    const days = [firstOn, mailedOn, lastDay, expiresOn];
    const on = await Promise.all(days.map((day) => covered(scene, id, day)));
    same(on, [false, true, true, false], `Cover on ${days.join(', ')} is`);
  }
  scene.stage.say(
    `with training it is covered from ${mailedOn} to ${yearEnds}: to the end of June, and a year`,
  );
  scene.stage.say(`without, from ${mailedOn} to ${thirtyDaysEnd}: to the end of June, and thirty days`);
  return undefined;
}

async function learn(scene: Scene, { productId, learning }: Known): Promise<undefined> {
  await advanceTo(scene, '2026-07-20T14:00:00Z');
  const training = await ordered(scene, {
    ...{ of: '-training', lines: [{ kind: 'TRAINING', productId, licenseIds: [learning] }] },
    total: '1200.00',
  });
  await paid(scene, training.invoiceId, { amount: '1200.00', paidOn: '2026-07-20' });
  await fulfilled(customerOf(scene).client, training.orderId);
  // Counted from the same first of July, not from the day of the training.
  same(
    await coverOf(scene, learning),
    [mailedOn, yearEnds],
    'With training in time cover begins and ends on',
  );
  scene.stage.say(`training bought on 2026-07-20 makes thirty days a year: covered to ${yearEnds}`);
  return undefined;
}

async function announced(scene: Scene, licenseId: string, expiresOn: string) {
  const { license } = await listNotices(customerOf(scene).client, { licenseId, first: 100 });
  return license?.notices.nodes
    .filter((notice) => notice.expiresOn === expiresOn)
    .map(({ before, dueAt, state }) => [before, new Date(dueAt).toISOString(), state]);
}

async function lapse(scene: Scene, { trained, untrained }: Known): Promise<undefined> {
  await advanceTo(scene, '2026-07-31T14:00:00Z');
  // At 09:00 in New York, which is 13:00 UTC in summer; ninety days ahead only of terms of a year.
  same(
    await announced(scene, untrained, thirtyDaysEnd),
    [['P30D', '2026-07-01T13:00:00.000Z', 'SENT']],
    'Of thirty days the notices are',
  );
  same(
    await announced(scene, trained, yearEnds),
    [
      ['P30D', '2027-06-01T13:00:00.000Z', 'PLANNED'],
      ['P90D', '2027-04-02T13:00:00.000Z', 'PLANNED'],
    ],
    'Of a year the notices are',
  );
  const { client } = customerOf(scene);
  const ask = { subject: 'Calibration', body: 'It drifts.', channel: 'EMAIL' } as const;
  const late = await ticketOpen(client, { input: { ...ask, licenseId: untrained } });
  const says = refused(late.ticketOpen, 'NOT_COVERED');
  const { license } = await getSupportEntitlement(client, { licenseId: untrained });
  same(license?.supportEntitlement?.waysForward, ['RENEWAL', 'PAID_SESSION'], 'The ways forward are');
  const { ticketOpen: opened } = await ticketOpen(client, {
    input: { ...ask, licenseId: trained, idempotencyKey: scene.key('ticket') },
  });
  same(done(opened).ticket?.state, 'OPEN', 'The ticket of the key with training is');
  scene.stage.say(`on ${thirtyDaysEnd} the one is helped, and the other is told: ${says}`);
  return undefined;
}

/** Keys from their purchase to the end of the first one's cover. */
export const tubeworks: Story<Known> = {
  tenant: 'tubeworks',
  firstOn,
  steps: [
    { title: 'Three keys are ordered, one of them with training', play: order },
    { title: 'Paid, they are activated by mail', play: activate },
    { title: 'The mail begins their cover', play: cover },
    { title: 'Training in the first thirty days makes them a year', play: learn },
    { title: 'A month later the one without training has lapsed', play: lapse },
  ],
};
