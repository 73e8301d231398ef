import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { advanceClock, ConflictError, contactCreate, getClock, listAccounts } from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { dayNamed, firstInstant } from '../oracle/calendar.js';
import { advance, expectedNotices, openSandbox, type Sandbox } from './moving-clock.js';

const dayMs = 86_400_000;
let office: PostOffice;
let graph: TestGraph;
let moved: Sandbox;
let still: Sandbox;
let endMs: number;

beforeAll(async () => {
  office = await openPostOffice();
  const mail = { smtpUrl: office.url, from: 'no-reply@mainstay.example' };
  graph = await openTestGraph('one', { realClock: true, mail });
  moved = await openSandbox(graph, { tenant: 'deskhaven', firstOn: '2026-01-10', seed: 1 });
  still = await openSandbox(graph, { tenant: 'tubeworks', firstOn: '2026-01-10', seed: 2 });
  endMs = moved.startMs + 800 * dayMs;
}, 120_000);

afterAll(async () => {
  await graph.stop();
  await office.close();
});

const iso = (ms: number) => new Date(ms).toISOString();

test('401 days are refused, and so is the way back', async () => {
  const codes = async (to: number) =>
    (await advanceClock(moved.admin, { input: { to: iso(to) } })).clockAdvance.userErrors.map(
      ({ code }) => code,
    );
  expect(await codes(moved.startMs + 401 * dayMs)).toEqual(['ADVANCE_TOO_LONG']);
  expect(await codes(moved.startMs - dayMs)).toEqual(['CLOCK_NOT_FORWARD']);
});

test('two calls of 400 days: it tells how far it has come, and nothing is written meanwhile', async () => {
  const { accounts } = await listAccounts(moved.admin, { first: 1 });
  const input = {
    accountId: accounts?.nodes[0]?.id ?? '',
    ...{ name: 'Sample Contact', email: 'another@example.invalid' },
  };
  const refused: unknown[] = [];
  const first = await advance(moved, iso(moved.startMs + 400 * dayMs), async () => {
    if (refused.length === 0)
      await contactCreate(moved.admin, { input }).catch((error: unknown) => refused.push(error));
  });
  expect(refused[0]).toBeInstanceOf(ConflictError);
  expect(refused[0]).toMatchObject({ code: 'CLOCK_ADVANCING' });
  const second = await advance(moved, iso(endMs));
  for (const seen of [first, second]) {
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  }
  const after = await contactCreate(moved.admin, { input });
  expect(after.contactCreate.userErrors).toEqual([]);
}, 300_000);

describe('then', () => {
  test('every notice went at its instant, by the calendar', async () => {
    const expected = await expectedNotices(graph, moved, endMs);
    expect(expected.length).toBeGreaterThan(100);
    const rows = await graph.rows<{ key: string }>(
      'licensing',
      `select concat_ws(' ', license_id, expires_on, before, extract(epoch from decided_at) * 1000) as key
       from notice where vendor_id = $1 and state = 'SENT'`,
      [moved.id],
    );
    const key = ({ licenseId, expiresOn, before, atMs }: (typeof expected)[number]) =>
      [licenseId, expiresOn, before, `${String(atMs)}.000000`].join(' ');
    expect(rows.map((row) => row.key).sort()).toEqual(expected.map(key).sort());
  });

  test('each address had one mail an account and sending, and every one was accepted', async () => {
    const expected = await expectedNotices(graph, moved, endMs);
    const sendings = new Set(expected.map(({ accountId, atMs }) => `${accountId} ${String(atMs)}`));
    const readers = await graph.rows<{ id: string; count: number }>(
      'licensing',
      `select a.id, count(distinct c.email_key)::integer as count from account a
       join contact c on c.account_id in (a.id, a.reseller_id) and c.email <> 'another@example.invalid'
       where a.vendor_id = $1 group by 1`,
      [moved.id],
    );
    const counts = new Map(readers.map(({ id, count }) => [id, count]));
    const mails = [...sendings].reduce((sum, one) => sum + (counts.get(one.split(' ')[0] ?? '') ?? 0), 0);
    const [sent] = await graph.rows<{ all: number; accepted: number }>(
      'licensing',
      `select count(*)::integer as all, count(*) filter (where state = 'SENT')::integer as accepted
       from mail where vendor_id = $1 and kind = 'NOTICE'`,
      [moved.id],
    );
    expect(sent).toEqual({ all: mails, accepted: mails });
    const ids = office.accepted.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('every lot and every quote ended at its instant', async () => {
    const lots = await graph.rows<{ id: string; day: string; at: number; units: number }>(
      'support',
      `select g.id, g.expires_on::text as day, (extract(epoch from e.entered_at) * 1000)::float as at, e.units
       from support_grant g left join ledger_entry e on e.grant_id = g.id and e.kind = 'EXPIRED'
       where g.vendor_id = $1 and g.id like 'lot-%' order by g.expires_on`,
      [moved.id],
    );
    const quotes = await graph.rows<{ id: string; day: string; at: number; state: string }>(
      'billing',
      `select id, valid_through::text as day, (extract(epoch from decided_at) * 1000)::float as at, state
       from quote where vendor_id = $1 and id like 'quote-%' order by valid_through`,
      [moved.id],
    );
    expect([lots.length, quotes.length]).toEqual([120, 120]);
    for (const { day, at, units } of lots) {
      const dueMs = firstInstant(dayNamed(day), moved.zone);
      expect([day, at, units]).toEqual(dueMs <= endMs ? [day, dueMs, 5] : [day, null, null]);
    }
    for (const { day, at, state } of quotes) {
      const dueMs = firstInstant(dayNamed(day) + 1, moved.zone);
      expect([day, at, state]).toEqual(dueMs <= endMs ? [day, dueMs, 'EXPIRED'] : [day, null, 'OPEN']);
    }
  });

  test('what was done in all services stands in the trail in the order of its instants', async () => {
    const done: { at: string; recorded: string }[] = [];
    for (const service of ['licensing', 'support', 'billing'] as const)
      done.push(
        ...(await graph.rows<{ at: string; recorded: string }>(
          service,
          `select to_char(acted_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at,
             to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as recorded
           from audit_entry where vendor_id = $1 and actor_kind = 'JOB' and act <> 'sandboxFill'`,
          [moved.id],
        )),
      );
    expect(done.length).toBeGreaterThan(250);
    const inOrder = done
      .toSorted((one, other) => (one.recorded < other.recorded ? -1 : 1))
      .map(({ at }) => at);
    expect(inOrder).toEqual(inOrder.toSorted());
  });

  test('the clock of another vendor stands where it stood, and nothing of it was done', async () => {
    const clock = (await getClock(still.admin)).viewer?.vendor?.clock;
    expect(clock).toMatchObject({ advancingTo: null });
    expect(Date.parse(clock?.now ?? '')).toBe(still.startMs);
    const [later] = await graph.rows<{ count: number }>(
      'licensing',
      `select count(*)::integer from audit_entry where vendor_id = $1 and acted_at > $2 and actor_kind = 'JOB'`,
      [still.id, iso(still.startMs)],
    );
    expect(later).toEqual({ count: 0 });
    const [expired] = await graph.rows<{ count: number }>(
      'support',
      "select count(*)::integer from ledger_entry where vendor_id = $1 and kind = 'EXPIRED'",
      [still.id],
    );
    expect(expired).toEqual({ count: 0 });
  });
});
