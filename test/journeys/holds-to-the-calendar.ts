import { expect, test } from '@jest/globals';
import type { TestGraph } from '../harness/graph.js';
import type { PostOffice } from '../harness/post-office.js';
import { dayNamed, firstInstant } from '../oracle/calendar.js';
import { expectedNotices, type Sandbox } from './moving-clock.js';

interface Moved {
  readonly graph: TestGraph;
  readonly office: PostOffice;
  readonly sandbox: Sandbox;
  readonly endMs: number;
  /** Whether senders were killed. */
  readonly killed: boolean;
}

/** What was done in a sandbox until its clock arrived, beside a calendar that knows nothing of how. */
export function holdsToTheCalendar(of: () => Moved): void {
  test('every notice went at its instant, by the calendar', async () => {
    const { graph, sandbox, endMs } = of();
    const expected = await expectedNotices(graph, sandbox, endMs);
    expect(expected.length).toBeGreaterThan(100);
    const rows = await graph.rows<{ key: string }>(
      'licensing',
      `select concat_ws(' ', license_id, expires_on, before, extract(epoch from decided_at) * 1000) as key
       from notice where vendor_id = $1 and state = 'SENT'`,
      [sandbox.id],
    );
    const key = ({ licenseId, expiresOn, before, atMs }: (typeof expected)[number]) =>
      [licenseId, expiresOn, before, `${String(atMs)}.000000`].join(' ');
    expect(rows.map((row) => row.key).sort()).toEqual(expected.map(key).sort());
  });

  test('each address had one mail an account and sending, and every one was accepted', async () => {
    const { graph, office, sandbox, endMs, killed } = of();
    const expected = await expectedNotices(graph, sandbox, endMs);
    const sendings = new Set(expected.map(({ accountId, atMs }) => `${accountId} ${String(atMs)}`));
    const readers = await graph.rows<{ id: string; count: number }>(
      'licensing',
      `select a.id, count(distinct c.email_key)::integer as count from account a
       join contact c on c.account_id in (a.id, a.reseller_id) and c.email <> 'another@example.invalid'
       where a.vendor_id = $1 group by 1`,
      [sandbox.id],
    );
    const counts = new Map(readers.map(({ id, count }) => [id, count]));
    const mails = [...sendings].reduce((sum, one) => sum + (counts.get(one.split(' ')[0] ?? '') ?? 0), 0);
    const [sent] = await graph.rows<{ all: number; accepted: number }>(
      'licensing',
      `select count(*)::integer as all, count(*) filter (where state = 'SENT')::integer as accepted
       from mail where vendor_id = $1 and kind = 'NOTICE'`,
      [sandbox.id],
    );
    expect(sent).toEqual({ all: mails, accepted: mails });
    const rows = await graph.rows<{ id: string }>(
      'licensing',
      'select message_id as id from mail where vendor_id = $1',
      [sandbox.id],
    );
    const written = new Set(rows.map(({ id }) => id));
    const arrived = office.accepted.flatMap(({ messageId = '' }) =>
      written.has(messageId) ? messageId : [],
    );
    expect(new Set(arrived)).toEqual(written);
    // What was in flight at a kill may come again, as the same mail.
    if (!killed) expect(arrived).toHaveLength(written.size);
  });

  test('every lot and every quote ended at its instant', async () => {
    const { graph, sandbox, endMs } = of();
    const lots = await graph.rows<{ id: string; day: string; at: number; units: number }>(
      'support',
      `select g.id, g.expires_on::text as day, (extract(epoch from e.entered_at) * 1000)::float as at, e.units
       from support_grant g left join ledger_entry e on e.grant_id = g.id and e.kind = 'EXPIRED'
       where g.vendor_id = $1 and g.id like 'lot-%' order by g.expires_on`,
      [sandbox.id],
    );
    const quotes = await graph.rows<{ id: string; day: string; at: number; state: string }>(
      'billing',
      `select id, valid_through::text as day, (extract(epoch from decided_at) * 1000)::float as at, state
       from quote where vendor_id = $1 and id like 'quote-%' order by valid_through`,
      [sandbox.id],
    );
    expect([lots.length, quotes.length]).toEqual([60, 60]);
    for (const { day, at, units } of lots) {
      const dueMs = firstInstant(dayNamed(day), sandbox.zone);
      expect([day, at, units]).toEqual(dueMs <= endMs ? [day, dueMs, 5] : [day, null, null]);
    }
    for (const { day, at, state } of quotes) {
      const dueMs = firstInstant(dayNamed(day) + 1, sandbox.zone);
      expect([day, at, state]).toEqual(dueMs <= endMs ? [day, dueMs, 'EXPIRED'] : [day, null, 'OPEN']);
    }
  });

  test('what was done in all services stands in the trail in the order of its instants', async () => {
    const { graph, sandbox } = of();
    const done: { at: string; recorded: string }[] = [];
    for (const service of ['licensing', 'support', 'billing'] as const)
      done.push(
        ...(await graph.rows<{ at: string; recorded: string }>(
          service,
          `select to_char(acted_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at,
             to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as recorded
           from audit_entry where vendor_id = $1 and actor_kind = 'JOB' and act <> 'sandboxFill'`,
          [sandbox.id],
        )),
      );
    expect(done.length).toBeGreaterThan(60);
    const inOrder = done
      .toSorted((one, other) => (one.recorded < other.recorded ? -1 : 1))
      .map(({ at }) => at);
    expect(inOrder).toEqual(inOrder.toSorted());
  });
}
