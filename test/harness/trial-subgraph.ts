import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserFault } from '@mainstay/kernel/graph/errors';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { SubgraphRequest } from '@mainstay/kernel/graph/executor';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import { serveSubgraph, type ServedSubgraph, type ServeOptions } from '@mainstay/kernel/graph/http';
import { remoteExecutor, type RemoteExecutor, type RemoteOptions } from '@mainstay/kernel/graph/http-client';
import type { Service } from '@mainstay/kernel/graph/service';
import type { EndedViewer, Viewer } from '@mainstay/kernel/graph/viewer';

/** A small subgraph that never ships, in process and over the network. */
export const meshKey = 'a key of this test alone, long enough';
export const nowMs = Date.parse('2026-11-02T10:00:00.000Z');
export const clock = () => new Date(nowMs).toISOString();

export const viewer: Viewer = {
  role: 'VENDOR_ADMIN',
  databaseRole: 'app_admin',
  vendorId: 'vnd_1',
  accountId: null,
  licenseId: null,
  userId: 'usr_1',
  membershipId: 'mbr_1',
  keyId: null,
  scopes: [],
  now: '2026-11-02T10:00:00.000Z',
  zone: 'Europe/Zürich',
};

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  scalar Odd
  enum Size { SMALL LARGE }
  type Query {
    who: String
    zone: String
    echo(text: String, size: Size, odd: Odd): String
    thing(id: ID!): Thing
    fault(code: String!): String
    bug: String
    strict: String!
    waits: String
  }
  type Mutation { change: String leave: String }
  type Thing @key(fields: "id") { id: ID! size: Size made: Odd }
`);

interface TrialContext {
  readonly viewer: Viewer;
  readonly signal: AbortSignal | undefined;
  readonly endedViewers: EndedViewer[];
}

/** What a test watches and holds up. */
export interface Trial {
  readonly service: Service;
  /** Whom the subgraph was asked for, in order. */
  readonly viewers: Viewer[];
  /** The signals of `waits` and `change`, as they begin. */
  readonly begun: Promise<AbortSignal | undefined>;
  /** Lets `waits` and `change` end. */
  release(): void;
  readonly ended: Promise<void>;
  failReadiness(): void;
}

export function openTrial(logger: GraphLogger = silent()): Trial {
  const begun = Promise.withResolvers<AbortSignal | undefined>();
  const released = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<undefined>();
  const viewers: Viewer[] = [];
  let ready = true;
  async function wait({ signal }: TrialContext) {
    begun.resolve(signal);
    const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    await Promise.race([released.promise, aborted]);
    ended.resolve(undefined);
    return 'ended';
  }
  const schema = trialSchema(wait);
  const context = ({ viewer: asker, signal }: SubgraphRequest) => {
    viewers.push(asker);
    return { viewer: asker, signal, endedViewers: [] };
  };
  return {
    service: {
      name: 'trial',
      schema,
      executor: createExecutor({ name: 'trial', schema, context, logger }),
      ready: () => (ready ? Promise.resolve() : Promise.reject(new Error('not at 10.0.0.7'))),
      stop: () => Promise.resolve(),
    },
    viewers,
    begun: begun.promise,
    release: () => {
      released.resolve(undefined);
    },
    ended: ended.promise,
    failReadiness: () => (ready = false),
  };
}

function trialSchema(wait: (context: TrialContext) => Promise<string>): GraphQLSchema {
  const thing = ({ id }: { id: string }) =>
    id === 'none' ? null : { __typename: 'Thing', id, size: 'LARGE', made: new Date(nowMs) };
  const resolvers = {
    Query: {
      who: (_: unknown, __: unknown, { viewer: asker }: TrialContext) => asker.vendorId,
      zone: (_: unknown, __: unknown, { viewer: asker }: TrialContext) => asker.zone,
      echo: (_: unknown, given: object) => JSON.stringify(given),
      thing: (_: unknown, reference: { id: string }) => thing(reference),
      fault: (_: unknown, { code }: { code: 'CONFLICT' }) => {
        throw new UserFault(code, 'A fault that may be told.', { field: 'code' });
      },
      bug: () => {
        throw new TypeError('select secret from license at 10.0.0.7:5432');
      },
      strict: () => null,
      waits: (_: unknown, __: unknown, context: TrialContext) => wait(context),
    },
    Mutation: {
      change: (_: unknown, __: unknown, context: TrialContext) => wait(context),
      leave: (_: unknown, __: unknown, { endedViewers }: TrialContext) => {
        endedViewers.push({ membershipId: 'mbr_1' }, { keyId: 'key_1' });
        return 'left';
      },
    },
    Thing: { __resolveReference: thing },
  };
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

export function silent(): GraphLogger {
  return { warn: () => undefined, error: () => undefined };
}

/** Keeps what is logged, as JSON lines. */
export function listening(): GraphLogger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (facts: object, message: string) => {
    lines.push(JSON.stringify({ ...facts, message }));
  };
  return { lines, warn: keep, error: keep };
}

const closing: (() => Promise<unknown>)[] = [];

/** To be called after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export async function serve(trial: Trial, options: Partial<ServeOptions> = {}): Promise<ServedSubgraph> {
  const served = await serveSubgraph(trial.service, {
    port: 0,
    meshKey,
    clock,
    logger: silent(),
    ...options,
  });
  closing.push(() => {
    trial.release();
    return served.stop();
  });
  return served;
}

export function remote(url: string, options: Partial<RemoteOptions> = {}): RemoteExecutor {
  const executor = remoteExecutor({ url, meshKey, clock, ...options });
  closing.push(() => executor.close());
  return executor;
}

/** Another server, of whatever manners. */
export async function stranger(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function asked(text: string, rest: Partial<SubgraphRequest> = {}): SubgraphRequest {
  return { document: parse(text), viewer, requestId: 'r-1', ...rest };
}
