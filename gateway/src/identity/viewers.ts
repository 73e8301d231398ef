import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { BoundedCache } from '../bounded-cache.js';
import type { Credential } from './credential.js';

/** What the owner of users, memberships and keys answers about a verified credential. */
export type ViewerResolution =
  | {
      readonly kind: 'viewer';
      readonly viewer: Viewer;
      /** False in a sandbox, whose clock moves by command. */
      readonly cacheable: boolean;
      /** Whether `viewer.now` is the real instant, and grows older while it is kept. */
      readonly clock: 'REAL' | 'FROZEN';
    }
  | { readonly kind: 'refused'; readonly reason: 'UNKNOWN' | 'ENDED' | 'AMBIGUOUS' | 'NOT_YOURS' };

export type ResolveViewer = (credential: Credential) => Promise<ViewerResolution>;

/** Which kept viewers a change concerns: whoever matches one of the names given. */
export interface ViewerChange {
  readonly userId?: string;
  readonly membershipId?: string;
  readonly keyId?: string;
  readonly vendorId?: string;
}

export interface Viewers {
  resolve(credential: Credential, now: string, nowMs: number): Promise<ViewerResolution>;
  /** Called before the change's answer leaves, so that who was revoked is so at once; says how many were kept. */
  drop(change: ViewerChange): number;
}

const keptMs = 30_000;
const keptViewers = 10_000;

export function createViewers(resolveViewer: ResolveViewer): Viewers {
  const kept = new BoundedCache<Viewer>(keptViewers);
  let changes = 0;
  return {
    async resolve(credential, now, nowMs) {
      // What is presented instead of a token may change hands at any time, and is asked about each time.
      if (credential.kind === 'presented') return resolveViewer(credential);
      const key = keyOf(credential);
      const known = kept.get(key, nowMs);
      if (known !== undefined) return found({ ...known, now });
      const changesBefore = changes;
      const resolution = await resolveViewer(credential);
      if (resolution.kind === 'refused') return resolution;
      const { viewer, cacheable, clock } = resolution;
      // An answer that was under way while somebody was revoked may be theirs: it serves once and is not kept.
      if (cacheable && clock === 'REAL' && changes === changesBefore) kept.set(key, viewer, nowMs + keptMs);
      return resolution;
    },
    drop(change) {
      changes += 1;
      return kept.drop((viewer) => concerns(change, viewer));
    },
  };
}

function found(viewer: Viewer): ViewerResolution {
  return { kind: 'viewer', viewer, cacheable: true, clock: 'REAL' };
}

function keyOf(credential: Exclude<Credential, { readonly kind: 'presented' }>): string {
  return credential.kind === 'key'
    ? `key ${credential.hash}`
    : JSON.stringify([credential.issuer, credential.subject, credential.membershipId]);
}

function concerns(change: ViewerChange, viewer: Viewer): boolean {
  return (
    (change.userId !== undefined && change.userId === viewer.userId) ||
    (change.membershipId !== undefined && change.membershipId === viewer.membershipId) ||
    (change.keyId !== undefined && change.keyId === viewer.keyId) ||
    (change.vendorId !== undefined && change.vendorId === viewer.vendorId)
  );
}
