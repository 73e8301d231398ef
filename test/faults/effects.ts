import type { Acknowledged } from './clients.js';
import type { Owner } from './databases.js';

/** What licensing's database holds of one key. */
interface Kept {
  readonly key: string;
  readonly entries: number;
  readonly events: number;
  /** By the real clock: of one object in the order in which it was changed. */
  readonly recordedAtUs: number;
  readonly objectIds: readonly string[];
}

/** What one transaction wrote carries one number, which nothing changes later: an answer, its entries, its events. */
const keptByKey = `
  select i.key, coalesce(e.entries, 0)::int as entries, e.recorded_at_us as "recordedAtUs", e.object_ids as "objectIds",
    (select count(*)::int from outbox_event o where o.xmin = i.xmin and o.vendor_id = i.vendor_id) as events
  from idempotent_answer i left join lateral (
    select count(*) over () as entries, (extract(epoch from recorded_at) * 1000000)::float8 as recorded_at_us, object_ids
    from audit_entry a
    where a.xmin = i.xmin and a.vendor_id = i.vendor_id and a.actor_id = i.actor_id and a.act = i.act limit 1
  ) e on true where i.key like 'fault-%'`;

/** Each act that was acknowledged and has not exactly one effect, in words; none where all is well. */
export async function wrongEffects(owner: Owner, done: readonly Acknowledged[]): Promise<string[]> {
  const kept = Map.groupBy(await owner.rows<Kept>('licensing', keptByKey), ({ key }) => key);
  const wrong: string[] = [];
  for (const { asked, answer } of done) {
    const [first, ...others] = kept.get(asked.key) ?? [];
    const isKnown = first !== undefined && answer.id !== null && first.objectIds.includes(answer.id);
    if (answer.refusals.length > 0) wrong.push(`${asked.key} was refused: ${answer.refusals.join(', ')}`);
    else if (!isKnown || others.length > 0 || first.entries !== 1 || first.events < 1)
      wrong.push(
        `${asked.key}, answered with ${String(answer.id)}, left ${JSON.stringify([first, ...others])}`,
      );
  }
  const asked = new Set(done.map((one) => one.asked.key));
  for (const key of kept.keys()) if (!asked.has(key)) wrong.push(`${key} was done and never asked for`);
  const placeOf = ({ asked: { key } }: Acknowledged) => kept.get(key)?.[0]?.recordedAtUs ?? 0;
  const inOrder = done.toSorted((a, b) => placeOf(a) - placeOf(b));
  return [...wrong, ...(await wrongObjects(owner, inOrder))];
}

/** Entries of people: one more than there are answers would be an act that was done twice. */
export async function entriesOf(owner: Owner): Promise<number> {
  const [row] = await owner.rows<{ entries: number }>(
    'licensing',
    "select count(*)::int as entries from audit_entry where actor_kind = 'MEMBERSHIP'",
  );
  return row?.entries ?? 0;
}

/** What was made is there once, and what was changed reads as the last act on it left it. */
async function wrongObjects(owner: Owner, inOrder: readonly Acknowledged[]): Promise<string[]> {
  const wrong: string[] = [];
  const places = Map.groupBy(
    inOrder,
    ({ asked }) => `${asked.leaves.column}::text as value from ${asked.table}`,
  );
  for (const [place, acts] of places) {
    const rows = await owner.rows<{ id: string; value: string }>('licensing', `select id, ${place}`);
    const byId = new Map(rows.map(({ id, value }) => [id, value]));
    const byValue = Map.groupBy(rows, ({ value }) => value);
    const last = new Map(acts.map(({ answer, asked }) => [answer.id ?? '', asked]));
    for (const [id, { key, table, leaves }] of last) {
      if (byId.get(id) !== leaves.value) wrong.push(`${table} ${id} does not read as ${key} left it`);
      const made = byValue.get(leaves.value)?.length ?? 0;
      if (leaves.makes && made !== 1) wrong.push(`${key} made ${String(made)} rows of ${table}`);
    }
  }
  return wrong;
}
