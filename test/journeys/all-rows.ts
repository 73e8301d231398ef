import type { TestGraph } from '../harness/graph.js';
import { until } from '../story/stage.js';

const databases = ['licensing', 'support', 'billing'] as const;

/** What a running product asks is written down each time, also what it asked before. */
const tables =
  "select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'validation'";

/** What has been told and not heard, or queued and not mailed, or has fallen due by a sandbox's clock and is not done. */
const pending = {
  deliveries: 'select count(*) from event_delivery where delivered_at is null and gave_up_at is null',
  mails: "select count(*) from mail where state in ('QUEUED', 'SENDING')",
  due: `select count(*) from due_work d join jsonb_each_text($1::jsonb) as clock (vendor_id, now)
    on clock.vendor_id = d.vendor_id where d.gave_up_at is null and d.due_at <= clock.now::timestamptz`,
};

/** How many rows each table has but that of validations, in all three databases, by service and name. */
export async function allRows(graph: TestGraph): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const service of databases)
    for (const { name } of await graph.rows<{ name: string }>(service, tables))
      counts.set(`${service} ${name}`, await counted(graph, service, `select count(*) from ${name}`));
  return counts;
}

async function counted(
  graph: TestGraph,
  service: (typeof databases)[number],
  text: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const [row] = await graph.rows<{ count: string }>(service, text, values);
  return Number(row?.count);
}

/** Waits until nobody is at work any more: seen twice, since work goes from one database to another. */
export async function atRest(graph: TestGraph): Promise<void> {
  let looks = 0;
  await until(async () => {
    looks = (await isAtRest(graph)) ? looks + 1 : 0;
    return looks === 2;
  });
}

async function isAtRest(graph: TestGraph): Promise<boolean> {
  const clocks = await graph.rows<{ id: string; now: string }>(
    'licensing',
    'select vendor_id as id, frozen_at::text as now from vendor where sandbox and frozen_at is not null',
  );
  const shown = JSON.stringify(Object.fromEntries(clocks.map(({ id, now }) => [id, now])));
  let left = await counted(graph, 'licensing', pending.mails);
  for (const service of databases)
    left +=
      (await counted(graph, service, pending.deliveries)) +
      (await counted(graph, service, pending.due, [shown]));
  return left === 0;
}
