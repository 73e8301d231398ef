import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { BoundedCache } from '../bounded-cache.js';
import { isMembershipId } from './credential.js';

/** Signatures by asymmetric keys only: `none` and the HMAC family would let a reader of the JWKS sign. */
export const allowedAlgorithms = ['EdDSA', 'ES256', 'RS256'] as const;

/** Who may vouch for a user, and where its public keys are. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: { readonly url: string } | { readonly keys: JSONWebKeySet };
}

export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** The membership that the token itself names; a header may choose another. */
  readonly membershipId: string | null;
}

/** `unreachable`: the issuer's keys could not be fetched, which says nothing about the token. */
export type TokenAnswer = VerifiedToken | 'refused' | 'unreachable';

export interface TokenVerifier {
  verify(token: string, nowMs: number): Promise<TokenAnswer>;
}

/** Verifying one signature costs as much as a whole hand-written request, so answers are kept this long. */
const keptMs = 60_000;
const keptTokens = 10_000;
const clockToleranceSeconds = 5;

interface Authority {
  readonly issuer: string;
  readonly audience: string;
  readonly key: JWTVerifyGetKey;
}

export function createTokenVerifier(issuers: readonly Issuer[]): TokenVerifier {
  const authorities = new Map(issuers.map((issuer) => [issuer.issuer, authorityOf(issuer)]));
  const verified = new BoundedCache<VerifiedToken>(keptTokens);
  return {
    async verify(token, nowMs) {
      const known = verified.get(token, nowMs);
      if (known !== undefined) return known;
      const authority = authorities.get(issuerNamedBy(token) ?? '');
      if (authority === undefined) return 'refused';
      try {
        const { payload } = await jwtVerify(token, authority.key, {
          algorithms: [...allowedAlgorithms],
          issuer: authority.issuer,
          audience: authority.audience,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: clockToleranceSeconds,
          currentDate: new Date(nowMs),
        });
        const membershipId = membershipIn(payload['membership']);
        if (payload.sub === undefined || payload.exp === undefined || membershipId === undefined) {
          return 'refused';
        }
        const answer: VerifiedToken = { issuer: authority.issuer, subject: payload.sub, membershipId };
        verified.set(token, answer, Math.min(nowMs + keptMs, payload.exp * 1_000));
        return answer;
      } catch (fault) {
        return isOfTheToken(fault) ? 'refused' : 'unreachable';
      }
    },
  };
}

function authorityOf({ issuer, audience, jwks }: Issuer): Authority {
  const key =
    'url' in jwks
      ? createRemoteJWKSet(new URL(jwks.url), { timeoutDuration: 3_000, cooldownDuration: 30_000 })
      : createLocalJWKSet(jwks.keys);
  return { issuer, audience, key };
}

/** Read without trust, only to choose whose keys decide. */
function issuerNamedBy(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}

/** Undefined for a claim that names no membership at all, but something else. */
function membershipIn(claim: unknown): string | null | undefined {
  if (claim === undefined || claim === null) return null;
  return typeof claim === 'string' && isMembershipId(claim) ? claim : undefined;
}

function isOfTheToken(fault: unknown): boolean {
  if (!(fault instanceof errors.JOSEError)) return fault instanceof SyntaxError;
  // Keys that cannot be fetched, or that are no keys, are the issuer's fault.
  const ofTheIssuer = fault instanceof errors.JWKSTimeout || fault instanceof errors.JWKSInvalid;
  return !ofTheIssuer && fault.code !== 'ERR_JOSE_GENERIC';
}
