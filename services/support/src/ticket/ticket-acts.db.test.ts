import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';
import { ticketsOn, type TicketStage } from '../../../../test/harness/tickets.js';
import { ticketClose, ticketReopen, ticketWithdraw } from './ticket-close.js';
import { ticketOpen } from './ticket-open.js';
import { ticketReply } from './ticket-reply.js';
import { ticketResolve } from './ticket-resolve.js';

let stage: Stage;
let lots: LotStage;
let cases: TicketStage;

const customer = 'deskhaven.customer';
const agent = 'deskhaven.agent';

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
  cases = await ticketsOn(stage, 'deskhaven');
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

const refused = (code: string) => ({ done: false, refusals: [{ code }] });

describe('opening', () => {
  test('takes the next number, reserves a unit, keeps what decided, and tells of the use of cover', async () => {
    const lot = await cases.left(2);
    const { rows } = await stage.owner.query<{ last: number }>(
      'select last from ticket_counter where vendor_id = $1',
      [stage.roleOf(agent).vendorId],
    );
    const id = await cases.opened({ idempotencyKey: 'opened-once' });
    expect(await cases.opened({ idempotencyKey: 'opened-once' })).toBe(id);
    expect(await cases.ticket(id)).toMatchObject({
      ...{ state: 'OPEN', number: Number(rows[0]?.last) + 1, served_by: 'COVER', initiated_by: 'CUSTOMER' },
      ...{ target: { by: 'CLOCK', hours: 24 }, due_at: new Date('2026-11-03T12:00:00Z') },
    });
    expect(await cases.moved(id)).toEqual(['RESERVED 1']);
    expect(await cases.totals(lot)).toEqual([1, 1, 0, 0]);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'ticketOpen', account_id: cases.accountId });
    expect(JSON.stringify([entry, events])).not.toContain('The report stays empty');
    expect(events).toMatchObject([
      {
        ...{ type: 'ticket.opened', aggregate: id },
        payload: { ticketId: id, licenseId: cases.licenseId, openedOn: '2026-11-02', underCover: true },
      },
    ]);
  });

  test('of the last unit is once, whoever comes at once, and numbers meet nowhere', async () => {
    const lot = await cases.left(1);
    const one = () => cases.open();
    const settled = await lots.meet(lot, [one, one, one]);
    const outcomes = settled.map((each) => (each.status === 'fulfilled' ? each.value : { done: null }));
    expect(outcomes.filter(({ done }) => done === true)).toHaveLength(1);
    for (const outcome of outcomes.filter(({ done }) => done !== true))
      expect(outcome).toMatchObject(refused('UNITS_TOO_FEW'));
    expect(await cases.totals(lot)).toEqual([0, 1, 0, 0]);
  });

  test.each([
    ['without a unit', {}, 'UNITS_TOO_FEW'],
    ['for excluded work', { work: 'TRAINING' }, 'WORK_EXCLUDED'],
    ['by a channel that is not offered', { channel: 'PORTAL' }, 'CHANNEL_NOT_OFFERED'],
    ['without a subject', { subject: ' ' }, 'SUBJECT_INVALID'],
    ['without a body', { body: '' }, 'BODY_INVALID'],
    ['as the vendor', { initiatedBy: 'VENDOR' }, 'INITIATOR_NOT_ALLOWED'],
    ['about an unknown license', { licenseId: 'lic_unknown' }, 'LICENSE_NOT_FOUND'],
  ] as const)('%s is refused and leaves nothing', async (_, given, code) => {
    await cases.left(code === 'UNITS_TOO_FEW' ? 0 : 1);
    const before = [await stage.trail(), await stage.rows('ticket'), await stage.rows('ticket_message')];
    expect(await cases.open(given)).toMatchObject(refused(code));
    expect([await stage.trail(), await stage.rows('ticket'), await stage.rows('ticket_message')]).toEqual(
      before,
    );
  });

  test("by staff for a caller counts as the customer's, and of their own accord costs nothing", async () => {
    const lot = await cases.left(1);
    const vendors = await cases.open({ initiatedBy: 'VENDOR' }, agent);
    expect(vendors).toMatchObject({ done: true });
    expect(await cases.totals(lot)).toEqual([1, 0, 0, 0]);
    expect(await cases.open({ channel: 'PHONE' }, agent)).toMatchObject({ done: true });
    expect(await cases.totals(lot)).toEqual([0, 1, 0, 0]);
  });

  test('of another vendor or another account is of nothing', async () => {
    const input = { licenseId: cases.licenseId, subject: 'Tried', body: 'Tried.', channel: 'EMAIL' } as const;
    for (const name of ['cronwell.agent', 'cronwell.customer', 'cronwell.reseller'])
      expect(await stage.act(name, ticketOpen, input)).toMatchObject(refused('LICENSE_NOT_FOUND'));
    await expect(stage.act('deskhaven.analyst', ticketOpen, input)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('what becomes of it', () => {
  const body = 'Please try this.';

  test('the first public reply of staff meets the target; a note does not', async () => {
    await cases.left(1);
    const ticketId = await cases.opened();
    await cases.at('2026-11-02T13:00:00.000Z', agent, ticketReply, { ticketId, body, public: false });
    expect(await cases.ticket(ticketId)).toMatchObject({ met_at: null });
    await cases.at('2026-11-02T14:00:00.000Z', agent, ticketReply, { ticketId, body });
    expect(await cases.ticket(ticketId)).toMatchObject({ met_at: new Date('2026-11-02T14:00:00Z') });
    await cases.at('2026-11-02T15:00:00.000Z', agent, ticketReply, { ticketId, body });
    expect(await cases.ticket(ticketId)).toMatchObject({ met_at: new Date('2026-11-02T14:00:00Z') });
    expect(await stage.act(customer, ticketReply, { ticketId, body, public: false })).toMatchObject(
      refused('NOTE_NOT_ALLOWED'),
    );
    const foreign = await stage.act('cronwell.agent', ticketReply, { ticketId, body });
    expect(foreign).toMatchObject(refused('TICKET_NOT_FOUND'));
  });

  test('a customer that was asked goes on where it answers', async () => {
    await cases.left(1);
    const ticketId = await cases.opened();
    await stage.act(agent, ticketReply, { ticketId, body, asksCustomer: true });
    expect(await cases.ticket(ticketId)).toMatchObject({ state: 'WAITING_FOR_CUSTOMER' });
    await cases.at('2026-11-02T18:00:00.000Z', customer, ticketReply, { ticketId, body });
    expect(await cases.ticket(ticketId)).toMatchObject({
      ...{ state: 'OPEN', due_at: new Date('2026-11-03T12:00:00Z') },
      pauses: [{ reason: 'CUSTOMER_ASKED', until: '2026-11-02T18:00:00.000Z' }],
    });
  });

  test('resolved it is paid; found a bug after closing it comes back', async () => {
    const lot = await cases.left(1);
    const ticketId = await cases.opened();
    expect(await stage.act(customer, ticketClose, { ticketId })).toMatchObject(refused('NOT_RESOLVED'));
    await stage.act(agent, ticketResolve, { ticketId, finding: 'ANSWERED' });
    expect(await cases.totals(lot)).toEqual([0, 0, 1, 0]);
    expect(await stage.act(agent, ticketResolve, { ticketId, finding: 'ANSWERED' })).toMatchObject(
      refused('ALREADY_RESOLVED'),
    );
    expect(await stage.act(customer, ticketClose, { ticketId })).toMatchObject({ done: true });
    await stage.act(agent, ticketResolve, { ticketId, finding: 'BUG' });
    expect(await cases.moved(ticketId)).toEqual(['RESERVED 1', 'CONSUMED 1', 'RESTORED 1']);
    expect(await cases.totals(lot)).toEqual([1, 0, 0, 0]);
    expect(await cases.ticket(ticketId)).toMatchObject({ state: 'CLOSED', finding: 'BUG' });
  });

  test.each(['BUG', 'EXCLUDED'] as const)('found %s it costs nothing', async (finding) => {
    const lot = await cases.left(1);
    const ticketId = await cases.opened();
    await stage.act(agent, ticketResolve, { ticketId, finding });
    expect(await cases.moved(ticketId)).toEqual(['RESERVED 1', 'RELEASED 1']);
    expect(await cases.totals(lot)).toEqual([1, 0, 0, 0]);
  });

  test('what comes back to a lot that has expired meanwhile is gone', async () => {
    const lot = await cases.left(1);
    const ticketId = await cases.opened();
    await stage.owner.query("update support_grant set expires_on = '2026-11-02' where id = $1", [lot]);
    await stage.act(customer, ticketWithdraw, { ticketId });
    expect(await cases.moved(ticketId)).toEqual(['RESERVED 1', 'RELEASED 1', 'EXPIRED 1']);
    expect(await cases.totals(lot)).toEqual([0, 0, 0, 1]);
  });

  test('withdrawn before the first reply it is released, after it is not', async () => {
    const lot = await cases.left(2);
    const ticketId = await cases.opened();
    const answered = await cases.opened();
    await stage.act(agent, ticketReply, { ticketId: answered, body });
    expect(await stage.act(customer, ticketWithdraw, { ticketId: answered })).toMatchObject(
      refused('ALREADY_ANSWERED'),
    );
    expect(await stage.act(customer, ticketWithdraw, { ticketId })).toMatchObject({ done: true });
    expect(await cases.totals(lot)).toEqual([1, 1, 0, 0]);
    expect(await stage.act(customer, ticketWithdraw, { ticketId })).toMatchObject(refused('TICKET_ENDED'));
  });

  test('closed it is reopened for fourteen days, for nothing', async () => {
    await cases.left(1);
    const ticketId = await cases.opened();
    await stage.act(agent, ticketResolve, { ticketId, finding: 'ANSWERED' });
    await stage.act(customer, ticketClose, { ticketId });
    const late = await cases.at('2026-11-16T12:00:00.000Z', customer, ticketReopen, { ticketId });
    expect(late).toMatchObject(refused('REOPEN_TOO_LATE'));
    const timely = await cases.at('2026-11-16T11:59:59.999Z', customer, ticketReopen, { ticketId });
    expect(timely).toMatchObject({ done: true });
    expect(await cases.ticket(ticketId)).toMatchObject({ state: 'OPEN', closed_at: null });
    expect(await cases.moved(ticketId)).toEqual(['RESERVED 1', 'CONSUMED 1']);
  });
});

describe('a target that nobody meets', () => {
  const vendorId = () => stage.roleOf(agent).vendorId ?? '';
  const breaches = async (ticketId: string) => (await cases.ticket(ticketId))['breached_at'];

  test('is noted as missed at the instant at which it was due, however late', async () => {
    await cases.left(1);
    const ticketId = await cases.opened();
    await lots.worker().runDue(vendorId(), '2026-11-03T11:59:59.999Z');
    expect(await breaches(ticketId)).toBeNull();
    await lots.worker().runDue(vendorId(), '2026-11-05T00:00:00.000Z');
    expect(await breaches(ticketId)).toEqual(new Date('2026-11-03T12:00:00Z'));
  });

  test('is none where it was met, waits, or was withdrawn', async () => {
    await cases.left(3);
    const met = await cases.opened();
    await stage.act(agent, ticketReply, { ticketId: met, body: 'Seen.' });
    const withdrawn = await cases.opened();
    await stage.act(customer, ticketWithdraw, { ticketId: withdrawn });
    await lots.worker().runDue(vendorId(), '2026-12-01T00:00:00.000Z');
    expect([await breaches(met), await breaches(withdrawn)]).toEqual([null, null]);
  });
});
