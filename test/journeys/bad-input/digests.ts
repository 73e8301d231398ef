import type { TestGraph } from '../../harness/graph.js';

const services = ['licensing', 'support', 'billing'] as const;

/** What stands in every table of every service, by `<service>.<table>`: equal where nothing at all was changed. */
export type Digests = Readonly<Record<string, string>>;

export async function digestsOf(graph: TestGraph): Promise<Digests> {
  const found: Record<string, string> = {};
  for (const service of services) {
    const tables = await graph.rows<{ name: string }>(
      service,
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const each = tables.map(
      ({ name }) =>
        `select '${name}' as name, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest from "${name}" t`,
    );
    for (const { name, digest } of await graph.rows<{ name: string; digest: string | null }>(
      service,
      each.join(' union all '),
    ))
      found[`${service}.${name}`] = digest ?? 'empty';
  }
  return found;
}

/** Waits until every service has heard of all that was told, and nothing moves any more. */
export async function stillDigests(graph: TestGraph): Promise<Digests> {
  for (let last = ''; ;) {
    const left = await Promise.all(
      services.map((service) =>
        graph.rows<{ count: string }>(
          service,
          'select count(*) as count from event_delivery where delivered_at is null and gave_up_at is null',
        ),
      ),
    );
    const digests = await digestsOf(graph);
    const now = JSON.stringify(digests);
    if (now === last && left.every(([row]) => row?.count === '0')) return digests;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
