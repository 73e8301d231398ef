import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { testNow } from '../../../../test/harness/graph.js';
import { openQuoteStage, quoteVendor, type QuoteStage } from '../../../../test/harness/quoting.js';
import { meet } from '../../../../test/harness/waiting.js';
import { dueKinds } from '../due/due-kinds.js';
import { quoteVoid } from './quote-void.js';

let stage: QuoteStage;
const workers: DueWork[] = [];
const admin = `${quoteVendor}.admin`;
const reason = 'Made in error';

beforeAll(async () => {
  stage = await openQuoteStage();
});
beforeEach(() => stage.owner.query('delete from due_work'));
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(() => stage.close());

function worker(): DueWork {
  const opened = openDueWork({
    ...{ database: stage.database, kinds: dueKinds, outlet: noOutlet, vendors: 'known_vendor' },
    ...{ clock: () => testNow, logger: { warn: () => undefined }, everyMs: 1_000_000 },
  });
  workers.push(opened);
  return opened;
}

const runDue = (now: string, by = worker()) => by.runDue(String(stage.roleOf(admin).vendorId), now);
const withdraw = (quoteId: string, more = {}) => stage.act(admin, quoteVoid, { quoteId, reason, ...more });

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const look = async () => [await stage.trail(), await stage.rows('quote'), await stage.rows('quote_line')];
  const before = await look();
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect(await look()).toEqual(before);
}

describe('withdrawing a quote', () => {
  test('makes it void, with its entry, and is told', async () => {
    const id = await stage.newQuote();
    expect(await withdraw(id)).toEqual({ done: true, result: { quoteId: id } });
    const row = await stage.quoteRow(id);
    expect(row).toMatchObject({ state: 'VOID', void_reason: 'WITHDRAWN', decided_at: new Date(testNow) });
    const { entry, events } = await stage.left();
    const { accountId } = stage.roleOf(`${quoteVendor}.customer`);
    expect(entry).toMatchObject({
      act: 'quoteVoid',
      actor_kind: 'MEMBERSHIP',
      account_id: accountId,
      reason,
    });
    expect(entry['changes']).toEqual([
      { objectId: id, field: 'state', from: 'OPEN', to: 'VOID' },
      { objectId: id, field: 'decidedAt', from: null, to: testNow },
      { objectId: id, field: 'voidReason', from: null, to: 'WITHDRAWN' },
    ]);
    // The words of staff stay in the trail.
    const payload = { quoteId: id, accountId, customerId: accountId, reason: 'WITHDRAWN' };
    expect(events).toEqual([{ type: 'quote.voided', aggregate: id, payload }]);
  });

  test('with the same key is done once', async () => {
    const id = await stage.newQuote();
    const asked = { idempotencyKey: `void-${id}` };
    const answers = await Promise.all([withdraw(id, asked), withdraw(id, asked), withdraw(id, asked)]);
    for (const answer of answers) expect(answer).toEqual({ done: true, result: { quoteId: id } });
    expect(await stage.trailOf(id)).toEqual({ acts: ['quoteVoid'], events: ['quote.voided'] });
  });

  test('by several at once is done by one', async () => {
    const id = await stage.newQuote();
    const answers = await Promise.all([withdraw(id), withdraw(id), withdraw(id)]);
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    expect(await stage.trailOf(id)).toEqual({ acts: ['quoteVoid'], events: ['quote.voided'] });
  });

  test('says why, and of what is not there or decided changes nothing', async () => {
    const id = await stage.newQuote();
    await leavesNothing(['REASON_INVALID'], () => withdraw(id, { reason: ' ' }));
    await leavesNothing(['QUOTE_NOT_FOUND'], () => withdraw('quote-0'));
    await leavesNothing(['QUOTE_NOT_FOUND'], () =>
      stage.act('deskhaven.admin', quoteVoid, { quoteId: id, reason }),
    );
    await withdraw(id);
    await leavesNothing(['QUOTE_NOT_OPEN'], () => withdraw(id));
    const accepted = await stage.newQuote();
    await stage.owner.query("update quote set state = 'ACCEPTED', decided_at = $2 where id = $1", [
      ...[accepted, testNow],
    ]);
    await leavesNothing(['QUOTE_NOT_OPEN'], () => withdraw(accepted));
  });

  test('that holds no longer is refused, though no job has noted it, and says so', async () => {
    const id = await stage.newQuote({ validThrough: '2026-11-01' });
    await leavesNothing(['QUOTE_NOT_OPEN'], () => withdraw(id));
    expect(await withdraw(id)).toMatchObject({
      refusals: [{ facts: { state: 'EXPIRED', validThrough: '2026-11-01' } }],
    });
    const onItsLastDay = await stage.newQuote({ validThrough: '2026-11-02' });
    expect(await withdraw(onItsLastDay)).toMatchObject({ done: true });
  });

  test.each(['agent', 'analyst', 'reseller', 'customer', 'partner'])(
    'is nothing a %s may do',
    async (part) => {
      const id = await stage.newQuote({ buyer: part === 'customer' ? 'customer' : 'reseller' });
      const before = await stage.trail();
      await expect(
        stage.act(`${quoteVendor}.${part}`, quoteVoid, { quoteId: id, reason }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect([await stage.trail(), (await stage.quoteRow(id))['state']]).toEqual([before, 'OPEN']);
    },
  );
});

describe('the end of its last day', () => {
  test("is not before the vendor's midnight, and then ends it, with its entry, and is told", async () => {
    const id = await stage.newQuote({ validThrough: '2026-11-30' });
    expect(await runDue('2026-11-30T22:59:59.999Z')).toBe(0);
    expect((await stage.quoteRow(id))['state']).toBe('OPEN');
    expect(await runDue('2026-11-30T23:00:00.000Z')).toBe(1);
    const ended = { state: 'EXPIRED', void_reason: null, decided_at: new Date('2026-11-30T23:00:00Z') };
    expect(await stage.quoteRow(id)).toMatchObject(ended);
    const { accountId } = stage.roleOf(`${quoteVendor}.customer`);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'quoteExpire', actor_kind: 'JOB', account_id: accountId });
    const payload = { quoteId: id, accountId, customerId: accountId, validThrough: '2026-11-30' };
    expect(events).toEqual([{ type: 'quote.expired', aggregate: id, payload }]);
  });

  test('counts as the end however late that is noted', async () => {
    const id = await stage.newQuote({ validThrough: '2026-11-10' });
    expect(await runDue('2027-03-01T00:00:00.000Z')).toBe(1);
    expect((await stage.quoteRow(id))['decided_at']).toEqual(new Date('2026-11-10T23:00:00Z'));
  });

  test('is noted once, though the job runs twice', async () => {
    const id = await stage.newQuote();
    const again =
      'insert into due_work (vendor_id, kind, key, due_at) select vendor_id, $2, id, issued_at from quote where id = $1';
    await runDue('2027-01-01T00:00:00.000Z');
    await stage.owner.query(again, [id, 'quote-expiry']);
    await runDue('2027-01-01T00:00:00.000Z');
    expect(await stage.trailOf(id)).toEqual({ acts: ['quoteExpire'], events: ['quote.expired'] });
    expect((await stage.owner.query('select from due_work')).rowCount).toBe(0);
  });

  test('is noted once by two workers at once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 12; count++) ids.push(await stage.newQuote());
    const counts = await Promise.all([
      runDue('2027-01-01T00:00:00.000Z'),
      runDue('2027-01-01T00:00:00.000Z'),
    ]);
    expect(counts[0] + counts[1]).toBe(ids.length);
    for (const id of ids)
      expect(await stage.trailOf(id)).toEqual({ acts: ['quoteExpire'], events: ['quote.expired'] });
  });

  test('is nothing to a quote that is void, accepted or gone', async () => {
    const [voided, accepted] = [await stage.newQuote(), await stage.newQuote()];
    await withdraw(voided);
    await stage.owner.query("update quote set state = 'ACCEPTED', decided_at = $2 where id = $1", [
      ...[accepted, testNow],
    ]);
    await stage.owner.query("update due_work set key = 'quote-0' where key = $1", [voided]);
    const before = [await stage.trail(), await stage.rows('quote')];
    await runDue('2027-01-01T00:00:00.000Z');
    expect([await stage.trail(), await stage.rows('quote')]).toEqual(before);
  });

  test('is waited for anew where it came to lie later than was planned', async () => {
    const id = await stage.newQuote({ validThrough: '2026-11-10' });
    await stage.owner.query("update quote set valid_through = '2026-11-20' where id = $1", [id]);
    await runDue('2026-11-12T00:00:00.000Z');
    expect((await stage.quoteRow(id))['state']).toBe('OPEN');
    await runDue('2026-11-21T00:00:00.000Z');
    expect((await stage.quoteRow(id))['state']).toBe('EXPIRED');
  });
});

test('withdrawn at the instant of its end, it ends in one way, with one entry and one event', async () => {
  const id = await stage.newQuote();
  const [ended] = await meet(stage.owner, { table: 'quote', id }, [
    async () => (await withdraw(id)).done,
    async () => {
      await runDue('2027-01-01T00:00:00.000Z');
      return true;
    },
  ]);
  const { state } = await stage.quoteRow(id);
  expect(state).toBe(ended === true ? 'VOID' : 'EXPIRED');
  expect(await stage.trailOf(id)).toEqual(
    ended === true
      ? { acts: ['quoteVoid'], events: ['quote.voided'] }
      : { acts: ['quoteExpire'], events: ['quote.expired'] },
  );
});
