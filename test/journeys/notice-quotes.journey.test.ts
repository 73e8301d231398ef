import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getLicense, getOrder, getQuote, paymentRecord, quoteAccept } from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { advance, openSandbox, type Sandbox } from './moving-clock.js';

const dayMs = 86_400_000;
/** Long enough for any machine; what is waited for comes within some seconds. */
const patienceMs = 30_000;

let office: PostOffice;
let graph: TestGraph;
let sandbox: Sandbox;

interface Noticed {
  readonly id: string;
  readonly number: string;
  readonly through: string;
  readonly licenseId: string;
  readonly endsOn: string;
}

beforeAll(async () => {
  office = await openPostOffice();
  const mail = { smtpUrl: office.url, from: 'no-reply@mainstay.example' };
  graph = await openTestGraph('one', { realClock: true, mail });
  sandbox = await openSandbox(graph, { tenant: 'deskhaven', firstOn: '2026-01-10', seed: 1 });
  await advance(sandbox, new Date(sandbox.startMs + 20 * dayMs).toISOString());
}, 240_000);

afterAll(async () => {
  await graph.stop();
  await office.close();
});

/** Quotes that notices asked for, each with a license that it renews, the one that ends last first. */
async function noticed(): Promise<Noticed[]> {
  const quotes = await graph.rows<{ id: string; number: string; through: string; noticeId: string }>(
    'billing',
    `select id, number, valid_through::text as through, notice_id as "noticeId" from quote
     where vendor_id = $1 and notice_id is not null and state = 'OPEN' order by valid_through desc, id`,
    [sandbox.id],
  );
  const notices = await graph.rows<{ id: string; licenseId: string; endsOn: string }>(
    'licensing',
    'select id, license_id as "licenseId", expires_on::text as "endsOn" from notice where vendor_id = $1',
    [sandbox.id],
  );
  const byId = new Map(notices.map((notice) => [notice.id, notice]));
  return quotes.flatMap(({ noticeId, ...quote }) => {
    const notice = byId.get(noticeId);
    return notice === undefined ? [] : [{ ...notice, ...quote }];
  });
}

/** As it reads, without the breaks that the way of writing it puts in. */
const read = (source: string) => source.replaceAll(/=\r?\n/gu, '').replaceAll(/\s+/gu, ' ');

test('the mail sixty days ahead carries the quote of its renewal, as long as it holds', async () => {
  const all = await noticed();
  expect(all.length).toBeGreaterThan(0);
  for (const { number, through, endsOn } of all) {
    // Sent sixty days before, it must hold through the end that it renews.
    expect(through >= endsOn).toBe(true);
    const carries = office.accepted.filter(({ source }) => read(source).includes(`quote ${number} over`));
    expect({ number, carried: carries.length > 0 }).toEqual({ number, carried: true });
  }
  // Of one account and sending there is one quote, and no mail has gone before it.
  const waiting = await graph.rows<{ count: number }>(
    'licensing',
    `select count(*)::integer as count from mail where vendor_id = $1 and template = 'notice'
       and jsonb_array_length(coalesce(data->'waitsFor', '[]')) > 0`,
    [sandbox.id],
  );
  expect(waiting).toEqual([{ count: 0 }]);
});

test('accepted and paid it covers from the old end on', async () => {
  const [last] = await noticed();
  if (last === undefined) throw new Error('No notice carried a quote that is open still.');
  const { quote } = await getQuote(sandbox.admin, { id: last.id });
  const [period] = quote?.lines ?? [];
  expect(period).toMatchObject({ kind: 'PERIOD', startsOn: last.endsOn });
  const { quoteAccept: accepted } = await quoteAccept(sandbox.admin, { input: { quoteId: last.id } });
  expect(accepted.userErrors).toEqual([]);
  const orderId = accepted.order?.id ?? '';
  const [invoice] = await graph.rows<{ id: string; total: string; day: string }>(
    'billing',
    'select id, total_minor as total, issued_on::text as day from invoice where order_id = $1',
    [orderId],
  );
  const { paymentRecord: paid } = await paymentRecord(sandbox.admin, {
    input: {
      ...{ invoiceId: invoice?.id ?? '', amount: (Number(invoice?.total) / 100).toFixed(2) },
      ...({ currency: 'USD', paidOn: invoice?.day ?? '', method: 'TRANSFER' } as const),
    },
  });
  expect(paid.userErrors).toEqual([]);
  const state = async () => (await getOrder(sandbox.admin, { id: orderId })).order?.state;
  for (let waited = 0; (await state()) !== 'FULFILLED' && waited < patienceMs; waited += 200)
    await pause(200);
  expect(await state()).toBe('FULFILLED');
  const { license } = await getLicense(sandbox.admin, { id: last.licenseId });
  expect(license?.coverage.expiresOn).toBe(period?.expiresOn);
}, 120_000);
