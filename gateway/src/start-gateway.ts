import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Kind, parse } from 'graphql';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Environment } from '@mainstay/kernel/graph/config';
import { remoteExecutor, type RemoteExecutor } from '@mainstay/kernel/graph/http-client';
import { createLogger } from '@mainstay/kernel/graph/logger';
import type { Running } from '@mainstay/kernel/graph/process';
import { readGatewayConfig } from './config.js';
import { publicDocuments } from './document/public-documents.generated.js';
import { openGateway } from './gateway.js';
import { remoteViewers } from './identity/remote-viewers.js';
import type { Issuer } from './identity/tokens.js';

export interface GatewayProcess {
  readonly env: Environment;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  readonly supergraphFile: URL;
  /** Where the explorer's bundle is or will be. */
  readonly explorerFolder: URL;
  /** The subgraph whose process also says who a credential is. */
  readonly viewersFrom: string;
}

/** The gateway in a process of its own: every subgraph is reached over the network. */
export async function startGateway(parts: GatewayProcess): Promise<Running> {
  const { env, clock, viewersFrom } = parts;
  const supergraphSdl = await readFile(parts.supergraphFile, 'utf8');
  const config = readGatewayConfig(subgraphsIn(supergraphSdl), env);
  const logger = createLogger({ name: 'gateway', level: config.logLevel });
  const issuer = await issuerOf(config);
  const remote = (url: string) => ({ url, meshKey: config.meshKey, clock, logger });
  const viewersUrl = config.subgraphs.get(viewersFrom);
  if (viewersUrl === undefined) throw new Error(`The supergraph has no subgraph ${viewersFrom}.`);
  const resolveViewer = remoteViewers(remote(viewersUrl));
  const executors = new Map<string, RemoteExecutor>(
    [...config.subgraphs].map(([name, url]) => [name, remoteExecutor(remote(url))]),
  );
  const gateway = await openGateway({
    supergraphSdl,
    executors: Object.fromEntries(executors),
    resolveViewer,
    issuers: [issuer],
    publicDocuments,
    clock,
    logger,
    port: config.port,
    host: config.host,
    explorerFolder: fileURLToPath(parts.explorerFolder),
    readiness: Object.fromEntries([...executors].map(([name, executor]) => [name, () => executor.ready()])),
  });
  logger.info({ origin: gateway.url }, 'listening');
  return {
    url: gateway.url,
    async stop() {
      await gateway.stop();
      await Promise.all([...executors.values(), resolveViewer].map((one) => one.close()));
      logger.info({}, 'stopped');
    },
  };
}

/** The names in the supergraph's own list of its parts. */
function subgraphsIn(supergraphSdl: string): string[] {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  return definitions.flatMap((one) => {
    if (one.kind !== Kind.ENUM_TYPE_DEFINITION || one.name.value !== 'join__Graph') return [];
    return (one.values ?? []).map(({ name, directives }) => {
      const named = directives?.[0]?.arguments?.find((argument) => argument.name.value === 'name')?.value;
      return named?.kind === Kind.STRING ? named.value : name.value.toLowerCase();
    });
  });
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function issuerOf({
  issuer,
  audience,
  jwks,
}: {
  issuer: string;
  audience: string;
  jwks: string;
}): Promise<Issuer> {
  if (jwks.includes('://')) return { issuer, audience, jwks: { url: jwks } };
  const keys: JSONWebKeySet = keySet.parse(JSON.parse(await readFile(jwks, 'utf8')));
  return { issuer, audience, jwks: { keys } };
}
