import { UserFault } from '../graph/errors.js';
import { databaseRoles, type Viewer } from '../graph/viewer.js';

/** The database role and settings under which one statement runs; both end with it. */
export interface Scope {
  readonly role: string;
  readonly setter: 'viewer' | 'login' | 'act';
  /** In the order of the setter's parameters after the role; an empty text reads as null in `app.*()`. */
  readonly settings: readonly string[];
}

/** What a sign-in presents before any vendor is known: matched exactly, never listed. */
export interface LoginScope {
  readonly issuer?: string;
  readonly subject?: string;
  readonly keyHash?: string;
}

const knownRoles: ReadonlySet<string> = new Set(databaseRoles);

/**
 * The one place where a viewer becomes a scope. A PARTNER whose key lacks the service's read scope is refused here,
 * before any statement is sent. The role is checked against the list because the login may also act as
 * `app_login` and `app_jobs`, which no viewer ever may.
 */
export function scopeOf(viewer: Viewer, service: string): Scope {
  return scopedAs(viewer, `${service}:read`);
}

/** Of a transaction that changes something; who acts travels with it, because the trail's policies compare it. */
export function scopeOfAct(viewer: Viewer, service: string): Scope {
  const { role, settings } = scopedAs(viewer, `${service}:write`);
  return { role, setter: 'act', settings: [...settings, actorOf(viewer)] };
}

/** Which job works, and for which vendor; without one it sees the queues of all, and nothing else. */
export interface JobScope {
  /** As the trail names it, e.g. `events`. */
  readonly job: string;
  readonly vendorId: string | null;
}

export function scopeOfJob({ job, vendorId }: JobScope): Scope {
  const role = vendorId === null ? 'app_jobs' : 'app_worker';
  return { role, setter: 'act', settings: [vendorId ?? '', '', '', `job:${job}`] };
}

/** A product whose code nobody knows acts as nobody: it finds nothing, and nothing is ever left by it. */
const unknownProduct = 'product';

/**
 * Whom the trail names: the membership that a user acts under, the key that a system presents, the license of a running
 * product, or the operator.
 */
export function actorOf({ role, membershipId, keyId, userId, licenseId }: Viewer): string {
  if (role === 'PRODUCT') return licenseId ?? unknownProduct;
  const actor = membershipId ?? keyId ?? (role === 'OPERATOR' ? userId : null);
  if (actor === null) throw new Error('Somebody acts under neither a membership nor a key.');
  return actor;
}

function scopedAs(viewer: Viewer, needed: string): Scope {
  if (viewer.role === 'PARTNER' && !viewer.scopes.includes(needed)) {
    throw new UserFault('FORBIDDEN', `This key lacks the scope ${needed}.`);
  }
  if (!knownRoles.has(viewer.databaseRole))
    throw new Error("A viewer carries a database role that is not a viewer's.");
  if (viewer.vendorId === null && viewer.databaseRole !== 'app_operator') {
    throw new Error('Only an operator reads without a vendor.');
  }
  return {
    role: viewer.databaseRole,
    setter: 'viewer',
    settings: [viewer.vendorId ?? '', viewer.accountId ?? '', viewer.licenseId ?? ''],
  };
}

export function scopeOfLogin(login: LoginScope): Scope {
  return {
    role: 'app_login',
    setter: 'login',
    settings: [login.issuer ?? '', login.subject ?? '', login.keyHash ?? ''],
  };
}

const viewerSettings =
  "set_config('role', $1, true), set_config('app.vendor', $2, true), set_config('app.account', $3, true), set_config('app.license', $4, true)";

/**
 * `true` makes every setting local to the implicit transaction of one batch, so that nothing of a request is left on
 * the connection for the next one.
 */
export const setters: Readonly<Record<Scope['setter'], string>> = {
  viewer: `select ${viewerSettings}`,
  act: `select ${viewerSettings}, set_config('app.actor', $5, true)`,
  login:
    "select set_config('role', $1, true), set_config('app.issuer', $2, true), set_config('app.subject', $3, true), set_config('app.key_hash', $4, true)",
};
