import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '@mainstay/kernel/embedded/supervisor';
import { interleave, type Plan } from './load.js';
import type { Usage } from './probe.js';
import { report } from './report.js';
import { startApart, startByHand, startOne, type Server, type ServerOptions } from './servers.js';
import { agree, askersOf, byHandTarget, graphTarget } from './targets.js';
import { openWorld } from './world.js';

export interface BenchOptions {
  readonly root: string;
  readonly processes: ServerOptions['processes'];
  readonly plan: Plan;
  /** Where profiles of processor time are left; null for none. */
  readonly profileFolder: string | null;
  readonly say: (line: string) => void;
}

/** "My licenses" by the graph in one process and in four, beside the same page written by hand. */
export async function runBench(options: BenchOptions): Promise<void> {
  const closers: (() => Promise<void>)[] = [];
  const interrupted = () => {
    void closeAll(closers).finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    await measureAll(options, closers);
  } finally {
    await closeAll(closers);
  }
}

async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

async function measureAll(options: BenchOptions, closers: (() => Promise<void>)[]): Promise<void> {
  const { root, processes, plan, profileFolder, say } = options;
  const postgres = await openEmbedded({
    project: root,
    name: 'bench',
    durable: true,
    environment: process.env,
  });
  closers.push(() => postgres.stop());
  const { loginUrls, issuer, personas } = await openWorld((database) => postgres.url(database));
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
  closers.push(() => rm(folder, { recursive: true }));
  const jwksFile = join(folder, 'jwks.json');
  await writeFile(jwksFile, JSON.stringify(issuer.jwks.keys), { mode: 0o600 });
  const parts = {
    loginUrls,
    issuer: { issuer: issuer.issuer, audience: issuer.audience, keys: issuer.jwks.keys },
    supergraphFile: join(root, 'gateway', 'supergraph.graphql'),
  };
  const servers: Server[] = [];
  const idle: ReadonlyMap<string, Usage>[] = [];
  for (const start of [startByHand, startOne, startApart]) {
    const server = await start({ root, processes, parts, jwksFile, profileFolder });
    closers.push(server.stop);
    servers.push(server);
    idle.push(await server.usage());
  }
  const [byHand, one, apart] = servers as [Server, Server, Server];
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
  const targets = measured.map(({ target }) => target);
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
