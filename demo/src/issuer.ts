import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, type JSONWebKeySet } from 'jose';
import { localToken, type LocalIssuer } from '@mainstay/kernel/graph/local-token';
import { readIfThere, writePrivate } from '@mainstay/kernel/embedded/private-file';
import { demoIssuer } from './world/cast.js';

const audience = 'mainstay';
const keyId = 'demo';
/** Long, because nobody renews a demo's token; it opens made-up data on one machine. */
const validDays = 365;

/** Vouches for the demo's people, and makes its partners' keys. */
export interface DemoIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** What signs its tokens, for who makes members of sandboxes known; never leaves the machine. */
  readonly local: LocalIssuer;
  readonly jwks: { readonly keys: JSONWebKeySet };
  tokenFor(subject: string, membershipId: string | null): Promise<string>;
  partnerKey(tenant: string): string;
  partnerKeyHash(tenant: string): string;
}

/** What signs the demo's tokens: kept between starts, so that tokens go on working. */
export interface DemoSecrets {
  readonly privateKeyPem: string;
  readonly partnerSecret: string;
  /** The instant from which tokens hold, in seconds. Kept, so that a token stays the same text. */
  readonly issuedAt: number;
}

/** Refuses production: who can read the folder can be anybody. */
export function keptSecrets(directory: string, nowMs: number, nodeEnv: string | undefined): DemoSecrets {
  if (nodeEnv === 'production')
    throw new Error('The demo signs tokens for anybody and does not run with NODE_ENV=production.');
  const path = join(directory, 'issuer.json');
  const text = readIfThere(path);
  const kept = text === null ? null : (JSON.parse(text) as DemoSecrets);
  if (kept !== null && kept.issuedAt + (validDays - 30) * 86_400 > nowMs / 1_000) return kept;
  const secrets = newSecrets(nowMs, kept?.partnerSecret);
  writePrivate(path, JSON.stringify(secrets));
  return secrets;
}

export function newSecrets(nowMs: number, partnerSecret = randomBytes(32).toString('hex')): DemoSecrets {
  const { privateKey } = generateKeyPairSync('ed25519');
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { privateKeyPem, partnerSecret, issuedAt: Math.floor(nowMs / 1_000) };
}

export async function openIssuer(secrets: DemoSecrets): Promise<DemoIssuer> {
  const { privateKeyPem, issuedAt } = secrets;
  const publicJwk = await exportJWK(createPublicKey(createPrivateKey(privateKeyPem)));
  const expiresAt = issuedAt + validDays * 86_400;
  const local = { issuer: demoIssuer, audience, keyId, privateKeyPem, issuedAt, expiresAt };
  const partnerKey = (tenant: string) => partnerKeyOf(secrets.partnerSecret, tenant);
  return {
    ...{ issuer: demoIssuer, audience, local },
    jwks: {
      keys: { keys: [{ ...publicJwk, kty: publicJwk.kty ?? 'OKP', kid: keyId, alg: 'EdDSA', use: 'sig' }] },
    },
    tokenFor: (subject, membershipId) => localToken(local, subject, membershipId),
    partnerKey,
    partnerKeyHash: (tenant) => createHash('sha256').update(partnerKey(tenant)).digest('hex'),
  };
}

function partnerKeyOf(secret: string, tenant: string): string {
  return `msk_${createHmac('sha256', secret).update(tenant).digest('hex')}`;
}
