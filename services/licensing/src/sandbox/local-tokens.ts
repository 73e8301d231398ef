import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readConfig, type Environment } from '@mainstay/kernel/graph/config';
import { localToken, type LocalIssuer } from '@mainstay/kernel/graph/local-token';
import type { TokenFor } from './sandbox-filler.js';

const config = z.object({
  LICENSING_LOCAL_ISSUER_FILE: z
    .string()
    .optional()
    .describe("a file with the key of a demo's issuer; left out where people sign in with one of their own"),
});

const issuer = z.strictObject({
  ...{ issuer: z.string(), audience: z.string(), keyId: z.string(), privateKeyPem: z.string() },
  ...{ issuedAt: z.number(), expiresAt: z.number() },
}) satisfies z.ZodType<LocalIssuer>;

/** Vouches for users of its own issuer, and for nobody else. */
export function tokensOf(local: LocalIssuer): TokenFor {
  return (user) =>
    user.issuer === local.issuer ? localToken(local, user.subject, user.membershipId) : Promise.resolve(null);
}

/** What the environment names, if it does; production takes no tokens from a file. */
export async function readTokenFor(env: Environment): Promise<TokenFor | null> {
  const { LICENSING_LOCAL_ISSUER_FILE: file } = readConfig(config, env);
  if (file === undefined) return null;
  if (env['NODE_ENV'] === 'production')
    throw new Error('LICENSING_LOCAL_ISSUER_FILE signs tokens for anybody and is not read in production.');
  return tokensOf(issuer.parse(JSON.parse(await readFile(file, 'utf8'))));
}
