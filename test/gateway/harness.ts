import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { hash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { SubgraphExecutor } from '@mainstay/kernel/graph/executor';
import type { Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';
import { openGateway, type Gateway, type GatewayOptions } from '@mainstay/gateway/gateway';
import type { Credential } from '@mainstay/gateway/identity/credential';
import type { ViewerResolution } from '@mainstay/gateway/identity/viewers';
import { createWorld, schemas, supergraph, type World } from './subgraphs.js';

/** A key for each role and vendor: the resolver below reads them back, so that tests need no issuer. */
export function keyOf(role: ViewerRole, vendor = 'v1'): string {
  return `msk_${Buffer.from(`${role} ${vendor}`.padEnd(24, ' ')).toString('hex')}`;
}

export function viewer(role: ViewerRole, vendorId = 'v1'): Viewer {
  return {
    role,
    databaseRole: 'app_admin',
    vendorId,
    accountId: null,
    licenseId: null,
    userId: 'usr_1',
    membershipId: 'mbr_1',
    keyId: null,
    scopes: [],
    now: '2026-11-02T10:00:00.000Z',
    zone: 'UTC',
  };
}

/** The executor of a schema in process, as plain as it can be. */
export function inProcess(schema: GraphQLSchema): SubgraphExecutor {
  return async ({ document, operationName, variables, viewer: asker, signal }) => {
    const result: ExecutionResult = await execute({
      schema,
      document,
      operationName: operationName ?? null,
      variableValues: { ...variables },
      contextValue: { viewer: asker, signal },
    });
    return {
      ...(result.data === undefined
        ? {}
        : { data: JSON.parse(JSON.stringify(result.data)) as Record<string, unknown> }),
      ...(result.errors === undefined ? {} : { errors: result.errors.map((error) => error.toJSON()) }),
    };
  };
}

export interface House {
  readonly gateway: Gateway;
  readonly world: World;
  /** Every line logged. */
  readonly log: string[];
}

export interface HouseOptions extends Partial<GatewayOptions> {
  /** Puts something around each subgraph: a fault, a delay, a look at what it is asked. */
  readonly around?: (name: string, executor: SubgraphExecutor) => SubgraphExecutor;
}

export async function openHouse({ around, ...options }: HouseOptions = {}): Promise<House> {
  const world = createWorld();
  const executors: Record<string, SubgraphExecutor> = {};
  for (const [name, schema] of Object.entries(schemas(world))) {
    const executor = inProcess(schema);
    executors[name] = around === undefined ? executor : around(name, executor);
  }
  const log: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString('utf8'));
      done();
    },
  });
  const gateway = await openGateway({
    supergraphSdl: supergraph(),
    executors,
    resolveViewer: resolveByHash,
    issuers: [],
    clock: () => '2026-11-02T10:00:00.000Z',
    logger: pino({ level: 'debug' }, stream),
    port: 0,
    ...options,
  });
  return { gateway, world, log };
}

const known = new Map<string, { role: ViewerRole; vendor: string }>();

/** Makes a key that the test's resolver knows. */
export function bearer(role: ViewerRole, vendor = 'v1'): string {
  const key = keyOf(role, vendor);
  known.set(hash('sha256', key, 'hex'), { role, vendor });
  return `Bearer ${key}`;
}

export function resolveByHash(credential: Credential): Promise<ViewerResolution> {
  const found = credential.kind === 'key' ? known.get(credential.hash) : undefined;
  if (found === undefined) return Promise.resolve({ kind: 'refused', reason: 'UNKNOWN' });
  return Promise.resolve({
    kind: 'viewer',
    viewer: viewer(found.role, found.vendor),
    cacheable: true,
    clock: 'REAL',
  });
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors:
    { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[] | undefined;
  readonly extensions: { cost?: { requested: number; maximum: number } } | undefined;
}

export async function ask(
  url: string,
  query: string,
  options: {
    role?: ViewerRole;
    vendor?: string;
    variables?: unknown;
    operationName?: string;
    accept?: string;
    signal?: AbortSignal;
  } = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: options.accept ?? 'application/graphql-response+json',
      authorization: bearer(options.role ?? 'VENDOR_ADMIN', options.vendor),
    },
    body: JSON.stringify({ query, variables: options.variables, operationName: options.operationName }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return answered(response);
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = (isJson ? JSON.parse(text) : {}) as Pick<Answered, 'data' | 'errors' | 'extensions'>;
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.data,
    errors: body.errors,
    extensions: body.extensions,
  };
}
