import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newSecrets, openIssuer } from '@mainstay/demo/issuer';
import { loadWorld } from '@mainstay/demo/load';
import { buildTestWorld } from '@mainstay/demo/test-world';
import type { World } from '@mainstay/demo/world/world';
import { prepareDatabase } from '@mainstay/kernel/db/prepare';
import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { ensureDatabases } from '@mainstay/kernel/embedded/databases';
import { openEmbedded, type EmbeddedServer } from '@mainstay/kernel/embedded/supervisor';
import { migrations as billing } from '@mainstay/billing/migrations/history';
import { migrations as licensing } from '@mainstay/licensing/migrations/history';
import { migrations as support } from '@mainstay/support/migrations/history';
import { openApart, type Part } from '../../scripts/start/apart.mjs';
import { ask, openCheckout, send } from '../harness/checkouts.js';

export const parts = ['licensing', 'support', 'billing', 'gateway', 'postgres'] as const;
export type PartName = (typeof parts)[number];
export type ServiceName = 'licensing' | 'support' | 'billing';
type Urls = Readonly<Record<ServiceName, string>>;

/** The house in four processes on a PostgreSQL of its own, each of which can be killed and comes back. */
export interface House {
  readonly endpoint: string;
  readonly ownerUrls: Urls;
  readonly loginUrls: Urls;
  readonly world: World;
  tokenOf(persona: string): Promise<string>;
  /** Resolves when the part answers. */
  up(part: PartName): Promise<void>;
  /**
   * As `kill -9` does it; whoever brings it back is on its way then. Resolves when nothing of the part can act any
   * more.
   */
  kill(part: PartName, how: { readonly childrenToo: boolean; readonly pauseMs: number }): Promise<void>;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const histories: Readonly<Record<ServiceName, readonly SqlMigration[]>> = { licensing, support, billing };
const services = ['licensing', 'support', 'billing'] as const;
/** Restarts of its own: what is killed so often is killed on purpose. */
const restarts = { firstPauseMs: 20, longestPauseMs: 200, endsAtMost: Number.POSITIVE_INFINITY };

export async function openFaultHouse(smtpUrl: string): Promise<House> {
  const checkout = openCheckout();
  const server = await openKillable(checkout.project);
  try {
    const ownerUrls = urlsBy((service) => server.url(`mainstay_${service}`));
    const [world, loginUrls] = await prepare(server.url('postgres'), ownerUrls);
    const issuer = await openIssuer(newSecrets(Date.now() - 60_000));
    const jwksFile = join(checkout.project, 'jwks.json');
    writeFileSync(jwksFile, JSON.stringify(issuer.jwks.keys), { mode: 0o600 });
    const apart = await openApart({
      ...{ root, loginUrls, port: 0, issuer: issuer.issuer, jwksFile, logLevel: 'silent', restarts },
      mail: { smtpUrl, from: 'no-reply@vendor.example' },
    });
    let stopping = false;
    return {
      ...{ endpoint: apart.endpoint, ownerUrls, loginUrls, world },
      tokenOf(persona) {
        const by = world.cast.find(({ name }) => name === persona)?.by;
        if (by?.kind !== 'token') throw new Error(`${persona} is nobody who signs in.`);
        return issuer.tokenFor(by.subject, by.membershipId);
      },
      up: (part) => (part === 'postgres' ? server.up() : healthy(partOf(apart.parts, part), () => stopping)),
      async kill(part, how) {
        if (part === 'postgres') await server.kill(how);
        else partOf(apart.parts, part).child.kill('SIGKILL');
      },
      async stop() {
        stopping = true;
        await apart.stop();
        await server.stop();
        await checkout.remove();
      },
    };
  } catch (error) {
    await server.stop();
    await checkout.remove();
    throw error;
  }
}

function urlsBy(urlOf: (service: ServiceName) => string): Urls {
  return { licensing: urlOf('licensing'), support: urlOf('support'), billing: urlOf('billing') };
}

async function prepare(administratorUrl: string, ownerUrls: Urls): Promise<[World, Urls]> {
  await ensureDatabases(
    administratorUrl,
    services.map((service) => `mainstay_${service}`),
  );
  const prepared = await Promise.all(
    services.map((service) =>
      prepareDatabase({
        ...{ ownerUrl: ownerUrls[service], loginPassword: 'of a test' },
        migrations: histories[service],
      }),
    ),
  );
  const world = buildTestWorld();
  await loadWorld(world, ownerUrls);
  // Else the log of all that loading is replayed after the first kill.
  await ask(administratorUrl, 'checkpoint');
  return [world, urlsBy((service) => prepared[services.indexOf(service)]?.loginUrl ?? '')];
}

function partOf(running: readonly Part[], name: string): Part {
  const part = running.find((one) => one.name === name);
  if (part === undefined) throw new Error(`No process is called ${name}.`);
  return part;
}

async function healthy({ name, url }: Part, stopping: () => boolean): Promise<void> {
  const health = new URL('/health', await url);
  for (;;) {
    if (stopping()) throw new Error(`${name} is not waited for any more.`);
    const answer = await fetch(health).catch(() => null);
    if (answer?.ok === true) return;
    await setTimeout(20);
  }
}

interface KillableServer {
  url(database: string): string;
  up(): Promise<void>;
  kill(how: { readonly childrenToo: boolean; readonly pauseMs: number }): Promise<void>;
  stop(): Promise<void>;
}

/** Durable, as the server of a start is: what it acknowledged must outlive it. Started again at its port. */
async function openKillable(project: string): Promise<KillableServer> {
  const open = (port?: number) =>
    openEmbedded({
      ...{ project, name: 'faults', durable: true, environment: process.env },
      ...(port === undefined ? {} : { port }),
    });
  const opened: EmbeddedServer[] = [await open()];
  const [first] = opened;
  if (first === undefined) throw new Error('No server was opened.');
  let up: Promise<void> = Promise.resolve();
  return {
    url: (database) => first.url(database),
    up: () => up,
    kill({ childrenToo, pauseMs }) {
      const postmaster = opened.at(-1)?.pid ?? 0;
      const children = childrenToo ? childrenOf(postmaster) : [];
      for (const pid of [postmaster, ...children]) send(pid, 'SIGKILL');
      up = setTimeout(pauseMs)
        .then(() => open(first.port))
        .then((again) => void opened.push(again));
      // No server starts on data that children of another still work on.
      return up;
    },
    async stop() {
      await up.catch(() => undefined);
      for (const server of opened) await server.stop();
    },
  };
}

/** Without them a server that is gone goes on for a moment: what its children had begun they may still finish. */
function childrenOf(postmaster: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number))
    .flatMap(([pid, parent]) => (pid !== undefined && parent === postmaster ? [pid] : []));
}
