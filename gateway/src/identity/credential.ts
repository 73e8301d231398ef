import { hash } from 'node:crypto';

/** What a request shows for itself, still unverified. */
export type Presented =
  | { readonly kind: 'token'; readonly token: string; readonly membershipId: string | null }
  | { readonly kind: 'key'; readonly hash: string };

/** A verified credential, as the service that owns users, memberships and keys is asked about it. */
export type Credential =
  | {
      readonly kind: 'token';
      readonly issuer: string;
      readonly subject: string;
      readonly membershipId: string | null;
    }
  | { readonly kind: 'key'; readonly hash: string }
  /** What a public document names instead of a token: whoever owns it reads it, nobody here does. */
  | { readonly kind: 'presented'; readonly value: Readonly<Record<string, unknown>> };

/** Longer than any token we issue; what is longer is refused before anything decodes it. */
const maxTokenLength = 8_192;
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const apiKey = /^msk_[A-Za-z0-9]{16,128}$/;
const membership = /^mbr_[0-9a-z]{26}$/;

export interface CredentialHeaders {
  readonly authorization: string | undefined;
  readonly membership: string | undefined;
}

/** Null for nothing, for a malformed header and for an unknown scheme alike: the answer is the same 401. */
export function readCredential(headers: CredentialHeaders): Presented | null {
  const { authorization } = headers;
  if (authorization === undefined || authorization.length > maxTokenLength) return null;
  const secret = bearer.exec(authorization)?.[1];
  if (secret === undefined) return null;
  if (secret.startsWith('msk_')) {
    // A key acts under itself: it carries no membership, and a header naming one is not silently ignored.
    if (headers.membership !== undefined || !apiKey.test(secret)) return null;
    return { kind: 'key', hash: hash('sha256', secret, 'hex') };
  }
  if (headers.membership !== undefined && !isMembershipId(headers.membership)) return null;
  return { kind: 'token', token: secret, membershipId: headers.membership ?? null };
}

export function isMembershipId(text: string): boolean {
  return membership.test(text);
}
