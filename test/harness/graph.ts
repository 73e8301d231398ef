import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { openHouse } from '@mainstay/demo/house';
import { newSecrets, openIssuer, type DemoIssuer } from '@mainstay/demo/issuer';
import { buildTestWorld, testDay, testPartnerKey } from '@mainstay/demo/test-world';
import type { World } from '@mainstay/demo/world/world';
import type { SubgraphExecutor } from '@mainstay/kernel/graph/executor';
import { tokensOf } from '@mainstay/licensing/sandbox/local-tokens';
import { openApart, type Restarts } from '../../scripts/start/apart.mjs';
import { cloneDatabase } from './database.js';

/** In one process, or gateway and subgraphs in four. */
export type GraphMode = 'one' | 'apart';

interface RunningGraph {
  readonly endpoint: string;
  /** In one process only: the subgraphs themselves. */
  readonly executors: Readonly<Record<string, SubgraphExecutor>>;
  /** The id of the process that a part runs in. */
  processOf(name: string): number;
  stop(): Promise<void>;
}

/** The whole graph on databases of the test's own, with the demo world of the tests' fixed day. */
export interface TestGraph {
  readonly house: RunningGraph;
  readonly world: World;
  readonly issuer: DemoIssuer;
  /** Of each service's database, by the service's name: for looking at what was written. */
  readonly ownerUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>;
  /** Looks at what a service has written, past every policy. */
  rows<Row extends object>(
    service: 'licensing' | 'support' | 'billing',
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Of a persona, by `<tenant>.<role>`. */
  tokenOf(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Noon of the fixed day: what a house in one process takes for now. Four processes have the real clock. */
export const testNow = `${testDay}T12:00:00.000Z`;

const root = fileURLToPath(new URL('../../', import.meta.url));

interface HouseParts {
  readonly loginUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>;
  readonly issuer: DemoIssuer;
  /** The real instant of a house in one process; the fixed day's noon unless told. */
  readonly clock?: () => string;
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  /** Of four processes: how one that ended is started again; as in every house unless told. */
  readonly restarts?: Restarts;
}

export async function openOne({
  loginUrls,
  issuer,
  clock = () => testNow,
  mail,
}: HouseParts): Promise<RunningGraph> {
  const house = await openHouse({
    loginUrls,
    supergraphSdl: await readFile(join(root, 'gateway/supergraph.graphql'), 'utf8'),
    issuers: [issuer],
    clock,
    logger: pino({ level: 'silent' }),
    port: 0,
    tokenFor: tokensOf(issuer.local),
    ...(mail === undefined ? {} : { mail }),
  });
  return { ...house, processOf: () => process.pid };
}

/** A crowd of a thousand is late on a slow machine, asks again and passes: what is late is no line worth reading here. */
async function openFour({ loginUrls, issuer, mail, restarts = {} }: HouseParts): Promise<RunningGraph> {
  const jwksFile = join(tmpdir(), `mainstay-test-${randomBytes(8).toString('hex')}.jwks.json`);
  const issuerFile = jwksFile.replace('.jwks.', '.issuer.');
  await writeFile(jwksFile, JSON.stringify(issuer.jwks.keys), { mode: 0o600 });
  await writeFile(issuerFile, JSON.stringify(issuer.local), { mode: 0o600 });
  const parts = {
    ...{ root, loginUrls, port: 0, issuer: issuer.issuer, jwksFile, issuerFile, logLevel: 'fatal' },
    ...{ restarts, ...(mail === undefined ? {} : { mail }) },
    // A process that fell and came back would else pass for one that stood.
    say: (text: string) => process.stderr.write(`${text}\n`),
  };
  const { endpoint, stop, parts: processes } = await openApart(parts);
  return {
    ...{ endpoint, executors: {} },
    async stop() {
      await stop();
      // Read again by a gateway that is started again.
      await Promise.all([rm(jwksFile), rm(issuerFile)]);
    },
    processOf(name) {
      const pid = processes.find((part) => part.name === name)?.child.pid;
      if (pid === undefined) throw new Error(`No process is called ${name}.`);
      return pid;
    },
  };
}

export interface TestGraphOptions {
  /** By which way mails leave; without one they wait in their queue. */
  readonly mail?: HouseParts['mail'];
  /** A house in one process goes by the real clock, as four processes do: what is put off comes again. */
  readonly realClock?: boolean;
  /** For whoever kills more often than accidents happen. */
  readonly restarts?: HouseParts['restarts'];
}

export async function openTestGraph(
  mode: GraphMode = 'one',
  { mail, realClock = mode === 'apart', restarts = {} }: TestGraphOptions = {},
): Promise<TestGraph> {
  const names = ['licensing', 'support', 'billing'] as const;
  const [licensing, support, billing] = await Promise.all([
    cloneDatabase(names[0], { demo: true }),
    cloneDatabase(names[1], { demo: true }),
    cloneDatabase(names[2], { demo: true }),
  ]);
  const world = buildTestWorld();
  const clock = realClock ? () => new Date().toISOString() : () => testNow;
  const nowMs = Date.parse(clock());
  const issuer = await openIssuer(newSecrets(nowMs - 60_000));
  const loginUrls = { licensing: licensing.loginUrl, support: support.loginUrl, billing: billing.loginUrl };
  const given = { ...{ loginUrls, issuer, clock, restarts }, ...(mail === undefined ? {} : { mail }) };
  const owners = {
    licensing: new pg.Pool({ connectionString: licensing.ownerUrl, max: 1 }),
    support: new pg.Pool({ connectionString: support.ownerUrl, max: 1 }),
    billing: new pg.Pool({ connectionString: billing.ownerUrl, max: 1 }),
  };
  // What the world has planned lies behind the real clock, and is no part of what is tried here.
  if (realClock) await Promise.all(Object.values(owners).map((owner) => owner.query('delete from due_work')));
  const house = await (mode === 'one' ? openOne : openFour)(given);
  return {
    ...{ house, world, issuer },
    async rows<Row extends object>(
      service: keyof typeof owners,
      text: string,
      values: readonly unknown[] = [],
    ) {
      return (await owners[service].query<Row>(text, [...values])).rows;
    },
    ownerUrls: { licensing: licensing.ownerUrl, support: support.ownerUrl, billing: billing.ownerUrl },
    async tokenOf(name) {
      const role = world.cast.find((one) => one.name === name);
      if (role === undefined) throw new Error(`Nobody in the demo is called ${name}.`);
      if (role.by.kind === 'key') return testPartnerKey(name.split('.')[0] ?? name);
      return issuer.tokenFor(role.by.subject, role.by.membershipId);
    },
    async stop() {
      await house.stop();
      await Promise.all(Object.values(owners).map((owner) => owner.end()));
      await Promise.all([licensing, support, billing].map((database) => database.drop()));
    },
  };
}
