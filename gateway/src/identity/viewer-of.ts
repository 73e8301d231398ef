import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { readCredential, type Credential, type CredentialHeaders, type Presented } from './credential.js';
import type { TokenVerifier } from './tokens.js';
import type { Viewers } from './viewers.js';

/**
 * Who asks. `refused` gives no reason: unknown, expired, revoked and malformed look the same from outside.
 * `ambiguous` is told only to somebody whose identity is already proven.
 */
export type Asker =
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  | { readonly kind: 'refused' | 'ambiguous' | 'unavailable' };

export type ViewerOf = (headers: CredentialHeaders) => Promise<Asker>;

export interface Identity {
  readonly tokens: TokenVerifier;
  readonly viewers: Viewers;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  /** Told why a resolver failed; the asker is told nothing. */
  readonly onFault: (fault: unknown) => void;
}

/** The first thing that happens to a request, before a byte of its document is looked at. */
export function createViewerOf({ tokens, viewers, clock, onFault }: Identity): ViewerOf {
  return async (headers) => {
    const presented = readCredential(headers);
    if (presented === null) return { kind: 'refused' };
    const now = clock();
    const nowMs = Date.parse(now);
    const credential = await verified(presented, tokens, nowMs);
    if (typeof credential === 'string') return { kind: credential };
    try {
      const resolution = await viewers.resolve(credential, now, nowMs);
      if (resolution.kind === 'viewer') return { kind: 'viewer', viewer: resolution.viewer };
      return { kind: resolution.reason === 'AMBIGUOUS' ? 'ambiguous' : 'refused' };
    } catch (fault) {
      onFault(fault);
      return { kind: 'unavailable' };
    }
  };
}

/** Who presents something in a public document, instead of a token. */
export type PresenterOf = (value: Readonly<Record<string, unknown>>) => Promise<Asker>;

export function createPresenterOf({ viewers, clock, onFault }: Omit<Identity, 'tokens'>): PresenterOf {
  return async (value) => {
    const now = clock();
    try {
      const resolution = await viewers.resolve({ kind: 'presented', value }, now, Date.parse(now));
      return resolution.kind === 'viewer'
        ? { kind: 'viewer', viewer: resolution.viewer }
        : { kind: 'refused' };
    } catch (fault) {
      onFault(fault);
      return { kind: 'unavailable' };
    }
  };
}

async function verified(
  presented: Presented,
  tokens: TokenVerifier,
  nowMs: number,
): Promise<Credential | 'refused' | 'unavailable'> {
  if (presented.kind === 'key') return presented;
  const answer = await tokens.verify(presented.token, nowMs);
  if (answer === 'refused') return 'refused';
  if (answer === 'unreachable') return 'unavailable';
  // A token made for one membership stays there: a header may choose only where the token left it open.
  if (answer.membershipId !== null && ![null, answer.membershipId].includes(presented.membershipId)) {
    return 'refused';
  }
  const membershipId = presented.membershipId ?? answer.membershipId;
  return { kind: 'token', issuer: answer.issuer, subject: answer.subject, membershipId };
}
