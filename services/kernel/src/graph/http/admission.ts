import type { IncomingMessage } from 'node:http';
import { SeenNonces } from './nonces.js';
import { createSigner, headerNames, type Envelope } from './signature.js';

/** Why a request is refused: for the log alone, the sender learns nothing. */
export type Refusal = 'unsigned' | 'out-of-time' | 'wrong-signature' | 'seen-before';

export interface Claim {
  readonly envelope: Envelope;
  readonly signature: string;
}

export interface Admission {
  /** What the headers claim, looked at before a byte of the body is read. */
  claimOf(request: IncomingMessage): Claim | Refusal;
  /** Null when the claim is true of this body. */
  refusalOf(claim: Claim, body: Buffer): Refusal | null;
}

export interface AdmissionOptions {
  readonly meshKey: string;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  /** How far the sender's clock may be from ours, either way. */
  readonly skewMs: number;
}

const instant = /^\d{12,15}$/;
const nonceForm = /^[A-Za-z0-9_-]{16,64}$/;
const requestIdForm = /^[A-Za-z0-9-]{1,64}$/;
const base64url = /^[A-Za-z0-9_-]*$/;
const signatureForm = /^[A-Za-z0-9_-]{43}$/;

/** Only who holds the mesh's key is heard, shortly after it spoke, and once. */
export function createAdmission({ meshKey, clock, skewMs }: AdmissionOptions): Admission {
  const signer = createSigner(meshKey);
  const seen = new SeenNonces(2 * skewMs);
  return {
    claimOf(request) {
      const claim = readClaim(request);
      if (claim === null) return 'unsigned';
      const apart = Math.abs(Date.parse(clock()) - claim.envelope.sentAtMs);
      return apart <= skewMs ? claim : 'out-of-time';
    },
    refusalOf({ envelope, signature }, body) {
      if (!signer.matches(envelope, body, signature)) return 'wrong-signature';
      return seen.add(envelope.nonce, Date.parse(clock())) ? null : 'seen-before';
    },
  };
}

function readClaim(request: IncomingMessage): Claim | null {
  const read = (name: string, form: RegExp): string | null => {
    const value = request.headers[name];
    return typeof value === 'string' && form.test(value) ? value : null;
  };
  const sentAt = read(headerNames.sentAtMs, instant);
  const nonce = read(headerNames.nonce, nonceForm);
  const requestId = read(headerNames.requestId, requestIdForm);
  const signature = read(headerNames.signature, signatureForm);
  const viewer = request.headers[headerNames.viewer] === undefined ? '' : read(headerNames.viewer, base64url);
  if (sentAt === null || nonce === null || requestId === null || signature === null || viewer === null)
    return null;
  const { method = '', url: path = '' } = request;
  return { envelope: { method, path, sentAtMs: Number(sentAt), nonce, requestId, viewer }, signature };
}
