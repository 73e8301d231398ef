import { readCredential } from '@mainstay/gateway/identity/credential';
import { createTokenVerifier, type Issuer } from '@mainstay/gateway/identity/tokens';
import type { Database } from '@mainstay/kernel/db/driver';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { resolveViewer, type Credential } from '@mainstay/licensing/viewer/resolve-viewer';
import { SignInReads } from '@mainstay/licensing/viewer/sign-in.reads';

const keptMs = 30_000;
const keptViewers = 10_000;

/** Null for whoever is not known. */
export type ViewerOf = (authorization: string | undefined) => Viewer | null | Promise<Viewer | null>;

/** A header seen within the last half minute needs neither its signature checked nor the database asked. */
export function createViewerOf(issuer: Issuer, licensing: Database): ViewerOf {
  const tokens = createTokenVerifier([issuer]);
  const signIns = new SignInReads(licensing);
  const kept = new Map<string, { viewer: Viewer; until: number }>();

  async function credentialOf(authorization: string, nowMs: number): Promise<Credential | null> {
    const presented = readCredential({ authorization, membership: undefined });
    if (presented === null || presented.kind === 'key') return presented;
    const verified = await tokens.verify(presented.token, nowMs);
    if (typeof verified === 'string') return null;
    const { issuer: vouching, subject, membershipId } = verified;
    return { kind: 'token', issuer: vouching, subject, membershipId };
  }

  async function look(authorization: string, now: Date): Promise<Viewer | null> {
    const credential = await credentialOf(authorization, now.getTime());
    if (credential === null) return null;
    const found = await resolveViewer(signIns, credential, now.toISOString());
    if (found.kind !== 'viewer') return null;
    if (found.cacheable && found.clock === 'REAL') {
      if (kept.size >= keptViewers) kept.clear();
      kept.set(authorization, { viewer: found.viewer, until: now.getTime() + keptMs });
    }
    return found.viewer;
  }

  return (authorization) => {
    if (authorization === undefined) return null;
    const now = new Date();
    const known = kept.get(authorization);
    if (known !== undefined && known.until > now.getTime())
      return { ...known.viewer, now: now.toISOString() };
    return look(authorization, now);
  };
}
