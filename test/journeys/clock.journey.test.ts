import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { advanceClock, MainstayError, contactCreate, getClock, listAccounts } from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { holdsToTheCalendar } from './holds-to-the-calendar.js';
import { advance, openSandbox, type Sandbox } from './moving-clock.js';

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
  expect(refused[0]).toBeInstanceOf(MainstayError);
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
  holdsToTheCalendar(() => ({ graph, office, sandbox: moved, endMs, killed: false }));

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
