import {
  SignJWT,
  UnsecuredJWT,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type CryptoKey,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import type { Issuer } from '@mainstay/gateway/identity/tokens';

export const issuerName = 'https://issuer.test.invalid';
export const audience = 'mainstay';
/** The instant at which all of these tests happen, in seconds. */
export const nowSeconds = Date.parse('2026-11-02T10:00:00.000Z') / 1_000;

interface Pair {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export interface TestIssuer {
  readonly trusted: Issuer;
  /** A good token, but for what is changed. */
  token(changed?: TokenChanges): Promise<string>;
  /** Tokens that look right to a verifier that believes their header. */
  readonly forged: {
    unsigned(): string;
    signedWithPublicKey(alg: 'HS256' | 'HS512'): Promise<string>;
    signedByStranger(): Promise<string>;
    withOwnKeyInHeader(): Promise<string>;
    withChangedPayload(): Promise<string>;
  };
}

export interface TokenChanges {
  readonly alg?: string;
  readonly kid?: string;
  /** Written over a good token's; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const algorithms = ['EdDSA', 'ES256', 'RS256', 'PS256', 'ES384'] as const;

export async function createIssuer(): Promise<TestIssuer> {
  const pairs = await Promise.all(algorithms.map(pairOf));
  const stranger = await pairOf('EdDSA');
  const keys = await Promise.all(pairs.map(publicJwk));
  const jwks: JSONWebKeySet = { keys };
  const claims: JWTPayload = {
    iss: issuerName,
    aud: audience,
    sub: 'user-1',
    iat: nowSeconds - 60,
    exp: nowSeconds + 3_600,
  };

  function pairBy(alg: string): Pair {
    const pair = pairs.find((one) => one.alg === alg);
    if (pair === undefined) throw new Error(`No key signs by ${alg}.`);
    return pair;
  }

  function token({ alg = 'EdDSA', kid, claims: changed = {} }: TokenChanges = {}): Promise<string> {
    const pair = pairBy(alg);
    return new SignJWT({ ...claims, ...changed })
      .setProtectedHeader({ alg, kid: kid ?? pair.kid })
      .sign(pair.privateKey);
  }

  return {
    trusted: { issuer: issuerName, audience, jwks: { keys: jwks } },
    token,
    forged: {
      unsigned: () => new UnsecuredJWT(claims).encode(),
      async signedWithPublicKey(alg) {
        const pair = pairBy('RS256');
        const secret = new TextEncoder().encode(await exportSPKI(pair.publicKey));
        return new SignJWT(claims).setProtectedHeader({ alg, kid: pair.kid }).sign(secret);
      },
      signedByStranger: () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'EdDSA', kid: pairBy('EdDSA').kid })
          .sign(stranger.privateKey),
      withOwnKeyInHeader: async () =>
        new SignJWT(claims)
          .setProtectedHeader({
            alg: 'EdDSA',
            jwk: await exportJWK(stranger.publicKey),
            jku: 'https://stranger.invalid',
          })
          .sign(stranger.privateKey),
      async withChangedPayload() {
        const [header, , signature] = (await token()).split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'user-2' })).toString('base64url');
        return [header, payload, signature].join('.');
      },
    },
  };
}

async function pairOf(alg: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid: `key ${alg}`, alg, privateKey, publicKey };
}

async function publicJwk({ kid, alg, publicKey }: Pair) {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}
