import { expect } from '@jest/globals';
import {
  advanceClock,
  ConnectionError,
  createClient,
  createSandbox,
  getClock,
  UnavailableError,
  type Client,
} from '@mainstay/sdk';
import { fillSandbox } from '@mainstay/demo/sandbox/fill';
import { dayNamed, firstInstant } from '../oracle/calendar.js';
import { announcementsOf, type Announcement, type OracleCover, type OracleRule } from '../oracle/notices.js';
import type { TestGraph } from '../harness/graph.js';

/** A sandbox with licenses, lots and quotes, and whoever administers it. */
export interface Sandbox {
  readonly id: string;
  readonly zone: string;
  readonly startMs: number;
  readonly admin: Client;
}

const clientOf = (graph: TestGraph, token: string): Client =>
  createClient({ endpoint: graph.house.endpoint, token });

export async function openSandbox(
  graph: TestGraph,
  { tenant, firstOn, seed }: { readonly tenant: string; readonly firstOn: string; readonly seed: number },
): Promise<Sandbox> {
  const operator = clientOf(graph, await graph.tokenOf('operator'));
  const vendorId = graph.world.cast.find(({ name }) => name === `${tenant}.admin`)?.vendorId ?? '';
  const { sandboxCreate: made } = await createSandbox(operator, { input: { vendorId, firstOn } });
  expect(made.userErrors).toEqual([]);
  const id = made.tenant?.id ?? '';
  const token = made.members?.find(({ role }) => role === 'VENDOR_ADMIN')?.token ?? '';
  await fillSandbox({ ownerUrls: graph.ownerUrls, vendorId: id, seed });
  const zone = made.tenant?.zone ?? '';
  const startMs = Date.parse(made.tenant?.clock.now ?? '');
  expect(startMs).toBe(firstInstant(dayNamed(firstOn), zone));
  await addLotsAndQuotes(graph, { id, zone, startMs });
  return { id, zone, startMs, admin: clientOf(graph, token) };
}

const dayMs = 86_400_000;

/** One every other week for longer than two years, of every account in turn, as acts would write them. */
async function addLotsAndQuotes(
  graph: TestGraph,
  { id, zone, startMs }: Omit<Sandbox, 'admin'>,
): Promise<void> {
  const accounts = await graph.rows<{ id: string; reseller: string | null }>(
    'licensing',
    'select id, reseller_id as reseller from account where vendor_id = $1 order by id',
    [id],
  );
  const startsOn = new Date(startMs + dayMs).toISOString().slice(0, 10);
  const things = Array.from({ length: 60 }, (_, index) => ({
    ...{ index, account: accounts[index % accounts.length] },
    on: new Date(startMs + (3 + index * 14) * dayMs).toISOString().slice(0, 10),
  }));
  for (const { index, account, on } of things) {
    const lot = [id, `lot-${String(index)}`, account?.id, account?.reseller];
    const dueAt = new Date(firstInstant(dayNamed(on), zone)).toISOString();
    await graph.rows(
      'support',
      `with lot as (insert into support_grant (vendor_id, id, account_id, reseller_id, unit, units, source, granted_at, expires_on)
         values ($1, $2, $3, $4, 'CREDIT', 5, 'PACK', $5, $6))
       insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, kind, units, entered_at, actor_kind, actor_id)
       values ($1, $2, $3, $4, $2, 'GRANTED', 5, $5, 'JOB', 'job:test')`,
      [...lot, new Date(startMs).toISOString(), on],
    );
    await graph.rows(
      'support',
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'lot-expiry', $2, $3)",
      [id, lot[1], dueAt],
    );
    const buyer = account?.reseller === account?.id ? account?.id : null;
    await graph.rows(
      'billing',
      `insert into quote (vendor_id, id, account_id, reseller_id, customer_id, number, state, issued_on, issued_at,
         valid_through, currency, net_minor, tax_minor, total_minor)
       values ($1, $2, $3, $4, $3, $2, 'OPEN', $5, $6, $7, 'USD', 1000, 0, 1000)`,
      [id, `quote-${String(index)}`, account?.id, buyer, startsOn, `${startsOn}T12:00:00Z`, on],
    );
    await graph.rows(
      'billing',
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'quote-expiry', $2, $3)",
      [id, `quote-${String(index)}`, new Date(firstInstant(dayNamed(on) + 1, zone)).toISOString()],
    );
  }
}

/** Sends the clock on its way, and waits until it has arrived; `meanwhile` is told how far it has come. */
export async function advance(
  { admin }: Sandbox,
  to: string,
  meanwhile: (progress: number) => Promise<void> = () => Promise.resolve(),
): Promise<number[]> {
  const { clockAdvance } = await advanceClock(admin, { input: { to, idempotencyKey: to } });
  expect(clockAdvance.userErrors).toEqual([]);
  const seen: number[] = [];
  for (;;) {
    const clock = await shownClock(admin);
    if (clock?.advancingTo === null) {
      expect(Date.parse(clock.now)).toBe(Date.parse(to));
      return seen;
    }
    if (clock !== null) {
      seen.push(clock.progress);
      await meanwhile(clock.progress);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Null while whoever would tell is away. */
async function shownClock(admin: Client) {
  try {
    return (await getClock(admin)).viewer?.vendor?.clock ?? null;
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof ConnectionError) return null;
    throw error;
  }
}

/** What the calendar says of a sandbox's notices. */
export async function expectedNotices(
  graph: TestGraph,
  { id, zone, startMs }: Sandbox,
  endMs: number,
): Promise<Announcement[]> {
  const covers = await graph.rows<OracleCover & { license: string }>(
    'licensing',
    `select s.license, greatest(c.starts_on, s.joined)::text as "from", least(c.expires_on, s.gone)::text as "until",
       c.counted_from::text as "countedFrom", c.expires_on::text as "termEnds", c.plan_version as "planVersion"
     from coverage_period c join (
       select id as license, id as subject, null::date as joined, null::date as gone from license where vendor_id = $1
       union all select license_id, site_id, joined_on, left_on from site_member where vendor_id = $1
       union all select license_id, contract_id, from_on, until_on from contract_line where vendor_id = $1
     ) s on s.subject = c.subject_id
     where c.vendor_id = $1 and greatest(c.starts_on, s.joined) < least(c.expires_on, s.gone)`,
    [id],
  );
  const licenses = await graph.rows<{ id: string; accountId: string; active: boolean }>(
    'licensing',
    `select id, account_id as "accountId", status = 'ACTIVE' as active from license where vendor_id = $1`,
    [id],
  );
  const versions = await graph.rows<{ version: number; notices: OracleRule[] | null }>(
    'licensing',
    `select version, policy->'cover'->'notices' as notices from maintenance_plan_version where vendor_id = $1`,
    [id],
  );
  const rules = new Map(versions.map(({ version, notices }) => [version, notices ?? []]));
  const byLicense = Map.groupBy(covers, ({ license }) => license);
  return licenses.flatMap((license) =>
    announcementsOf(
      { ...license, cover: byLicense.get(license.id) ?? [] },
      (version) => rules.get(version) ?? [],
      { zone, startMs, endMs },
    ),
  );
}
