import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';
import { ticketsOn, type TicketStage } from '../../../../test/harness/tickets.js';
import { ticketWithdraw } from '../ticket/ticket-close.js';
import { ticketResolve } from '../ticket/ticket-resolve.js';
import { assessmentConfirm, assessmentDecline } from './assessment-decide.js';
import { ticketAssess } from './ticket-assess.js';

let stage: Stage;
let lots: LotStage;
let cases: TicketStage;
const [agent, customer] = ['cartwright.agent', 'cartwright.customer'];

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
  cases = await ticketsOn(stage, 'cartwright');
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

const refused = (code: string) => ({ done: false, refusals: [{ code }] });

test('asked first: category one is answered unasked, anything dearer waits, and the price is paid when resolved', async () => {
  const lot = await cases.left(30);
  const ticketId = await cases.opened();
  expect(await cases.totals(lot)).toEqual([30, 0, 0, 0]);
  expect(await stage.act(agent, ticketResolve, { ticketId, finding: 'ANSWERED' })).toMatchObject(
    refused('ASSESSMENT_MISSING'),
  );
  await stage.act(agent, ticketAssess, { ticketId, category: 'QUESTION' });
  expect(await cases.totals(lot)).toEqual([25, 5, 0, 0]);
  await stage.act(agent, ticketAssess, { ticketId, category: 'INVESTIGATION' });
  expect(await cases.ticket(ticketId)).toMatchObject({ state: 'WAITING_FOR_CUSTOMER' });
  expect(await cases.totals(lot)).toEqual([25, 5, 0, 0]);
  expect(await stage.act(customer, assessmentConfirm, { ticketId })).toMatchObject({ done: true });
  expect(await cases.totals(lot)).toEqual([10, 20, 0, 0]);
  expect(await stage.act(customer, assessmentConfirm, { ticketId })).toMatchObject(
    refused('NOTHING_PROPOSED'),
  );
  await stage.act(agent, ticketAssess, { ticketId, category: 'ADVICE' });
  expect(await cases.totals(lot)).toEqual([20, 10, 0, 0]);
  await stage.act(agent, ticketResolve, { ticketId, finding: 'ANSWERED' });
  expect(await cases.totals(lot)).toEqual([20, 0, 10, 0]);
});

test('agreed in advance: what is dearer is charged unasked, but a modification always asks', async () => {
  const lot = await cases.left(60);
  const ticketId = await cases.opened({ agreeInAdvance: true });
  await stage.act(agent, ticketAssess, { ticketId, category: 'INVESTIGATION' });
  expect(await cases.totals(lot)).toEqual([40, 20, 0, 0]);
  await stage.act(agent, ticketAssess, { ticketId, category: 'MODIFICATION', units: 40 });
  expect(await cases.ticket(ticketId)).toMatchObject({ state: 'WAITING_FOR_CUSTOMER' });
  expect(await stage.act(customer, assessmentDecline, { ticketId })).toMatchObject({ done: true });
  expect(await cases.ticket(ticketId)).toMatchObject({ state: 'CLOSED', finding: 'UNCONFIRMED' });
  expect(await cases.totals(lot)).toEqual([60, 0, 0, 0]);
});

test('too small a balance is refused with the way to a package', async () => {
  const lot = await cases.left(8);
  const ticketId = await cases.opened({ agreeInAdvance: true });
  const asked = await stage.act(agent, ticketAssess, { ticketId, category: 'ADVICE' });
  expect(asked).toMatchObject({
    ...{ done: false, refusals: [{ code: 'CREDITS_TOO_FEW', facts: { waysForward: 'CREDIT_PACKAGE' } }] },
  });
  expect(await cases.totals(lot)).toEqual([8, 0, 0, 0]);
});

test('unanswered for thirty days it is closed at no cost, and not a day before', async () => {
  const lot = await cases.left(20);
  const ticketId = await cases.opened();
  await stage.act(agent, ticketAssess, { ticketId, category: 'ADVICE' });
  expect(await cases.assessment(ticketId)).toMatchObject({
    ...{ category: 'ADVICE', units: 10, state: 'PROPOSED', decidedAt: null },
    answerBy: '2026-12-02T05:00:00Z',
  });
  const vendorId = stage.roleOf(agent).vendorId ?? '';
  await lots.worker().runDue(vendorId, '2026-12-02T04:59:59.999Z');
  expect(await cases.ticket(ticketId)).toMatchObject({ state: 'WAITING_FOR_CUSTOMER' });
  await lots.worker().runDue(vendorId, '2026-12-02T05:00:00.000Z');
  expect(await cases.ticket(ticketId)).toMatchObject({ state: 'CLOSED', finding: 'UNCONFIRMED' });
  expect(await cases.assessment(ticketId)).toMatchObject({ state: 'UNANSWERED' });
  expect(await cases.totals(lot)).toEqual([20, 0, 0, 0]);
});

test.each([
  ['withdrawn', 'WITHDRAWN', (ticketId: string) => stage.act(customer, ticketWithdraw, { ticketId })],
  [
    'found a bug',
    'RESOLVED',
    (ticketId: string) => stage.act(agent, ticketResolve, { ticketId, finding: 'BUG' }),
  ],
])('once it is %s its price is no more to be answered, nor given up', async (_, state, end) => {
  const lot = await cases.left(20);
  const ticketId = await cases.opened();
  await stage.act(agent, ticketAssess, { ticketId, category: 'ADVICE' });
  expect(await end(ticketId)).toMatchObject({ done: true });
  expect(await cases.assessment(ticketId)).toBeNull();
  for (const answer of [assessmentConfirm, assessmentDecline])
    expect(await stage.act(customer, answer, { ticketId })).toMatchObject(refused('NOTHING_PROPOSED'));
  await lots.worker().runDue(stage.roleOf(agent).vendorId ?? '', '2026-12-02T05:00:00.000Z');
  expect(await cases.ticket(ticketId)).toMatchObject({ state });
  expect(await cases.totals(lot)).toEqual([20, 0, 0, 0]);
});

test('the price is read by whom the ticket is, and by staff and analysts of its vendor', async () => {
  await cases.left(20);
  const ticketId = await cases.opened();
  expect(await cases.assessment(ticketId)).toBeNull();
  await stage.act(agent, ticketAssess, { ticketId, category: 'QUESTION' });
  for (const name of [customer, agent, 'cartwright.admin', 'cartwright.analyst'])
    expect(await cases.assessment(ticketId, name)).toMatchObject({ units: 5, state: 'ACCEPTED' });
  for (const name of ['cronwell.admin', 'tubeworks.customer', 'deskhaven.analyst'])
    expect(await cases.assessment(ticketId, name)).toBeNull();
});

test('an upgrade is priced by the releases that it passes, as they are known at that instant, and asks', async () => {
  const lot = await cases.left(100);
  const vendorId = stage.roleOf(customer).vendorId ?? '';
  const { rows } = await stage.owner.query<{ id: string; product: string }>(
    'select id, product_id as product from known_license where account_id = $1 order by id limit 1',
    [stage.roleOf(customer).accountId],
  );
  const [license] = rows;
  /** 4.3.1 to 4.3.9, of which the last comes on a day of its own. */
  const published = (lastAt: string) =>
    stage.owner.query('update known_product set releases = $3 where vendor_id = $1 and id = $2', [
      ...[vendorId, license?.product],
      JSON.stringify(
        Array.from({ length: 9 }, (_, index) => ({
          ...{ version: `4.3.${String(index + 1)}`, yankedAt: null },
          releasedAt: index === 8 ? lastAt : '2020-01-01T00:00:00+00:00',
        })),
      ),
    ]);
  const ticketId = await cases.opened({ licenseId: license?.id ?? '' });
  const assess = () =>
    stage.act(agent, ticketAssess, {
      ...{ ticketId, category: 'UPGRADE', fromVersion: '4.3.1', toVersion: '4.3.9' },
    });
  await published('2026-11-02T12:00:00.001+00:00');
  expect(await assess()).toMatchObject(refused('VERSION_UNKNOWN'));
  await published('2026-11-02T12:00:00+00:00');
  expect(await assess()).toMatchObject({ done: true });
  expect(await cases.ticket(ticketId)).toMatchObject({ state: 'WAITING_FOR_CUSTOMER' });
  await stage.act(customer, assessmentConfirm, { ticketId });
  expect(await cases.totals(lot)).toEqual([50, 50, 0, 0]);
});
