import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '@mainstay/kernel/embedded/supervisor';
import type { Plan } from './load.js';
import { benchOrder } from './order.js';
import { benchPage } from './page.js';
import {
  startApart,
  startByHand,
  startOne,
  startValidating,
  type Server,
  type ServerOptions,
} from './servers.js';
import { benchValidation } from './validation.js';
import { openWorld } from './world.js';

export type Part = 'page' | 'validation' | 'order';

export interface BenchOptions {
  readonly root: string;
  readonly processes: ServerOptions['processes'];
  readonly plan: Plan;
  /** What is measured; all of it unless told. */
  readonly only: Part | null;
  /** Where profiles of processor time are left; null for none. */
  readonly profileFolder: string | null;
  readonly say: (line: string) => void;
}

/** Everything that is asked for, each part over the same databases and servers. */
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
  const { root, processes, plan, profileFolder, say, only } = options;
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
  const opened = async (start: (options: ServerOptions) => Promise<Server>) => {
    const server = await start({ root, processes, parts, jwksFile, profileFolder });
    closers.push(server.stop);
    return server;
  };
  const one = await opened(startOne);
  if (only === null || only === 'page') {
    const [byHand, apart] = [await opened(startByHand), await opened(startApart)];
    await benchPage({ byHand, one, apart, personas, plan, say });
    for (const server of [byHand, apart]) await server.stop();
  }
  if (only === null || only === 'validation') {
    const administratorUrl = postgres.url('bench_licensing');
    const act = await opened(startValidating);
    const measured = { administratorUrl, loginUrl: loginUrls.licensing, folder, plan, say };
    await benchValidation({ house: one, act, ...measured });
  }
  if (only === null || only === 'order') await benchOrder({ house: one, personas, plan, say });
}
