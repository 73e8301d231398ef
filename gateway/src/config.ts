import { z } from 'zod';
import {
  host,
  logLevel,
  meshKey,
  origin,
  port,
  readConfig,
  type Environment,
} from '@mainstay/kernel/graph/config';

export interface GatewayConfig {
  readonly port: number;
  readonly host: string;
  readonly meshKey: string;
  readonly logLevel: string;
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's public keys are: an https URL, or a file. */
  readonly jwks: string;
  /** Where each subgraph listens, by its name in the supergraph. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

/** `GATEWAY_…` for the gateway itself, `<NAME>_URL` for each subgraph, and what all processes share. */
export function readGatewayConfig(subgraphNames: readonly string[], env: Environment): GatewayConfig {
  const urlOf = (name: string) => `${name.toUpperCase()}_URL`;
  const origins: Readonly<Record<string, ReturnType<typeof origin>>> = Object.fromEntries(
    subgraphNames.map((name) => [urlOf(name), origin()]),
  );
  const own = z.object({
    GATEWAY_PORT: port(),
    GATEWAY_HOST: host(),
    GATEWAY_ISSUER: z.string().max(500).describe('the `iss` of the tokens to accept'),
    GATEWAY_AUDIENCE: z.string().max(500).default('mainstay').describe('the `aud` of the tokens to accept'),
    GATEWAY_JWKS: z
      .string()
      .refine((text) => !text.includes('://') || isKeysUrl(URL.parse(text)))
      .describe("the issuer's public keys: an https URL, or the path of a JSON file"),
    MAINSTAY_MESH_KEY: meshKey(),
    MAINSTAY_LOG_LEVEL: logLevel(),
  });
  // Which subgraphs there are is known from the supergraph alone, so their variables have no types of their own.
  const config = readConfig(own.extend(origins) as unknown as typeof own, env);
  const urls = config as Readonly<Record<string, unknown>>;
  return {
    port: config.GATEWAY_PORT,
    host: config.GATEWAY_HOST,
    meshKey: config.MAINSTAY_MESH_KEY,
    logLevel: config.MAINSTAY_LOG_LEVEL,
    issuer: config.GATEWAY_ISSUER,
    audience: config.GATEWAY_AUDIENCE,
    jwks: config.GATEWAY_JWKS,
    subgraphs: new Map(subgraphNames.map((name) => [name, String(urls[urlOf(name)])])),
  };
}

/** Keys that come unencrypted could be anybody's; a test's issuer on this machine is the exception. */
function isKeysUrl(url: URL | null): boolean {
  if (url === null) return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
}
