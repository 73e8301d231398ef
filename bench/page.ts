import type { Personas } from '@mainstay/demo/personas';
import { interleave, overHttp, type Plan } from './load.js';
import type { Usage } from './probe.js';
import { report } from './report.js';
import type { Server } from './servers.js';
import { agree, askersOf, byHandTarget, graphTarget } from './targets.js';

export interface PageBench {
  readonly byHand: Server;
  readonly one: Server;
  readonly apart: Server;
  readonly personas: Personas;
  readonly plan: Plan;
  readonly say: (line: string) => void;
}

/** "My licenses" by the graph in one process and in four, beside the same page written by hand. */
export async function benchPage({ byHand, one, apart, personas, plan, say }: PageBench): Promise<void> {
  const servers = [byHand, one, apart];
  const idle = await Promise.all(servers.map((server) => server.usage()));
  const askers = await askersOf(one, personas);
  say(
    `${String(askers.length)} of ${String(Object.keys(personas).length)} personas see a whole page: ${askers.map(({ name }) => name).join(', ')}`,
  );
  const measured = [
    byHandTarget('by hand', byHand, askers),
    graphTarget('graph, one process', one, askers),
    graphTarget('graph, four processes', apart, askers),
  ];
  const { compared, licenses, tickets, invoices } = await agree(measured, askers);
  const perPage = (count: number) => (count / compared).toFixed(1);
  say(
    `${String(compared)} answers are equal: ${perPage(licenses)} licenses, ${perPage(tickets)} tickets, ${perPage(invoices)} invoices on a page`,
  );
  const before = await Promise.all(servers.map((server) => server.usage()));
  const targets = measured.map(({ target }) => overHttp(target));
  const rounds = await interleave(targets, plan, say);
  const after = await Promise.all(servers.map((server) => server.usage()));
  const none: ReadonlyMap<string, Usage> = new Map();
  const seen = targets.map(({ name }, at) => ({
    name,
    rounds: rounds.get(name) ?? [],
    idle: idle[at] ?? none,
    before: before[at] ?? none,
    after: after[at] ?? none,
  }));
  say(`\n${report(seen, plan)}`);
}
