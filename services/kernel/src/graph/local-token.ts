import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';

/** An issuer of tokens on this machine, for a demo: whoever holds this can be anybody. */
export interface LocalIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keyId: string;
  /** An Ed25519 key. */
  readonly privateKeyPem: string;
  /** In seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A token of a user, for one of its memberships or for whichever it names itself. */
export function localToken(
  local: LocalIssuer,
  subject: string,
  membershipId: string | null,
): Promise<string> {
  return new SignJWT(membershipId === null ? {} : { membership: membershipId })
    .setProtectedHeader({ alg: 'EdDSA', kid: local.keyId })
    .setIssuer(local.issuer)
    .setAudience(local.audience)
    .setSubject(subject)
    .setIssuedAt(local.issuedAt)
    .setExpirationTime(local.expiresAt)
    .sign(createPrivateKey(local.privateKeyPem));
}
