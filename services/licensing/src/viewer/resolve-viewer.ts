import { createHash } from 'node:crypto';
import type { DatabaseRole, Viewer } from '@mainstay/kernel/graph/viewer';
import { chooseMembership } from './membership.rules.js';
import { presentedLicense } from './presented-license.js';
import type { KeyRow, MembershipRow, ProductRow, SignInReads } from './sign-in.reads.js';

/** What the gateway has verified: a token's user, or the SHA-256 of a key. */
export type Credential =
  | {
      readonly kind: 'token';
      readonly issuer: string;
      readonly subject: string;
      /** The membership that the token or the request names; null where it names none. */
      readonly membershipId: string | null;
    }
  | { readonly kind: 'key'; readonly hash: string }
  /** What a running product names instead of a token. */
  | { readonly kind: 'presented'; readonly value: Readonly<Record<string, unknown>> };

export type ViewerResolution =
  | {
      readonly kind: 'viewer';
      readonly viewer: Viewer;
      /** False in a sandbox, whose time moves by command. */
      readonly cacheable: boolean;
      /** Whose `now` the viewer carries: under a real clock it is renewed for each request. */
      readonly clock: 'REAL' | 'FROZEN';
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'UNKNOWN' | 'ENDED' | 'AMBIGUOUS' | 'NOT_YOURS';
    };

const databaseRoleOf: Readonly<Record<MembershipRow['role'], DatabaseRole>> = {
  VENDOR_ADMIN: 'app_admin',
  SUPPORT_AGENT: 'app_agent',
  RESELLER: 'app_reseller',
  CUSTOMER: 'app_customer',
  ANALYST: 'app_analyst',
};

const nobody = { licenseId: null, userId: null, membershipId: null, keyId: null, scopes: [] } as const;

/** A key reads as its account does: as an administrator where it has none. */
function databaseRoleOfKey({ accountId, resellerId }: KeyRow): DatabaseRole {
  if (accountId === null) return 'app_admin';
  return resellerId === accountId ? 'app_reseller' : 'app_customer';
}

function resolved(
  row: (MembershipRow | KeyRow | ProductRow) & { readonly accountId?: string | null },
  who: Pick<Viewer, 'role' | 'databaseRole'> & Partial<Viewer>,
  now: string,
): ViewerResolution {
  const viewer: Viewer = {
    ...nobody,
    vendorId: row.vendorId,
    accountId: row.accountId ?? null,
    now: row.frozenAt === null ? now : new Date(row.frozenAt).toISOString(),
    ...(row.advancing ? { clockAdvancing: true } : {}),
    zone: row.zone,
    ...who,
  };
  return { kind: 'viewer', viewer, cacheable: !row.sandbox, clock: row.clockKind };
}

/** Stable, and tells nothing of who signs in: an operator has no row that an id could be of. */
function operatorId(issuer: string, subject: string): string {
  return `opr_${createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex')
    .slice(0, 32)}`;
}

function operator(userId: string, now: string): ViewerResolution {
  const viewer: Viewer = {
    ...nobody,
    role: 'OPERATOR',
    databaseRole: 'app_operator',
    vendorId: null,
    accountId: null,
    userId,
    now,
    zone: 'UTC',
  };
  return { kind: 'viewer', viewer, cacheable: true, clock: 'REAL' };
}

function isPast(until: string | null, nowMs: number): boolean {
  return until !== null && Date.parse(until) <= nowMs;
}

function resolveKey(row: KeyRow | null, now: string): ViewerResolution {
  if (row === null) return { kind: 'refused', reason: 'UNKNOWN' };
  const nowMs = Date.parse(now);
  const over = isPast(row.expiresAt, nowMs) || isPast(row.formerUntil, nowMs);
  if (row.revokedAt !== null || over) return { kind: 'refused', reason: 'ENDED' };
  return resolved(
    row,
    { role: 'PARTNER', databaseRole: databaseRoleOfKey(row), keyId: row.id, scopes: row.scopes },
    now,
  );
}

/**
 * A product that is known is heard, whatever its code: that nobody knows the code is an answer to it (M9). Never kept,
 * because a license changes hands.
 */
async function resolveProduct(
  reads: SignInReads,
  value: Readonly<Record<string, unknown>>,
  now: string,
): Promise<ViewerResolution> {
  const presented = presentedLicense(value);
  const row = presented === null ? null : await reads.product(presented);
  if (row === null) return { kind: 'refused', reason: 'UNKNOWN' };
  const { licenseId } = row;
  const resolution = resolved(row, { role: 'PRODUCT', databaseRole: 'app_product', licenseId }, now);
  return resolution.kind === 'viewer' ? { ...resolution, cacheable: false } : resolution;
}

/**
 * Turns a verified credential into a viewer. `now` is the real instant, which rules memberships and keys also where
 * the vendor's own clock stands still. An operator who is a member somewhere acts as one by naming the membership.
 */
export async function resolveViewer(
  reads: SignInReads,
  credential: Credential,
  now: string,
): Promise<ViewerResolution> {
  if (credential.kind === 'key') return resolveKey(await reads.key(credential.hash), now);
  if (credential.kind === 'presented') return resolveProduct(reads, credential.value, now);
  const { issuer, subject, membershipId } = credential;
  if (membershipId === null && (await reads.isOperator(issuer, subject)))
    return operator(operatorId(issuer, subject), now);
  const rows = await reads.memberships(issuer, subject);
  const facts = rows.map((row) => ({
    id: row.id,
    startsAtMs: Date.parse(row.startsAt),
    endsAtMs: row.endsAt === null ? null : Date.parse(row.endsAt),
    row,
  }));
  const choice = chooseMembership(facts, membershipId, Date.parse(now));
  if (choice.kind === 'refused') return choice;
  const { row } = choice.membership;
  const { role, id, userId } = row;
  return resolved(row, { role, databaseRole: databaseRoleOf[role], membershipId: id, userId }, now);
}
