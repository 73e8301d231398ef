import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** What a caller of the mesh says beside the body; every part of it is signed. */
export interface Envelope {
  readonly method: string;
  readonly path: string;
  /** The sender's instant in milliseconds. */
  readonly sentAtMs: number;
  /** Never used twice, so that no two requests have the same signature. */
  readonly nonce: string;
  readonly requestId: string;
  /** The viewer in its written form; empty for a call that has none. */
  readonly viewer: string;
}

export const headerNames = {
  sentAtMs: 'mainstay-time',
  nonce: 'mainstay-nonce',
  requestId: 'mainstay-request',
  viewer: 'mainstay-viewer',
  signature: 'mainstay-signature',
} as const;

export interface Signer {
  sign(envelope: Envelope, body: string | Buffer): string;
  /** Takes equally long for every wrong signature. */
  matches(envelope: Envelope, body: string | Buffer, signature: string): boolean;
}

/** Stands first in what is signed: a later form of it can never be taken for this one. */
const form = 'mainstay-mesh-1';

export function createSigner(meshKey: string): Signer {
  const key = createSecretKey(meshKey, 'utf8');
  function digest(envelope: Envelope, body: string | Buffer): Buffer {
    const { method, path, sentAtMs, nonce, requestId, viewer } = envelope;
    // No part but the body can hold a line break, so no two requests are written alike.
    const head = [form, method, path, sentAtMs, nonce, requestId, viewer, ''].join('\n');
    return createHmac('sha256', key).update(head).update(body).digest();
  }
  return {
    sign: (envelope, body) => digest(envelope, body).toString('base64url'),
    matches(envelope, body, signature) {
      const given = Buffer.from(signature, 'base64url');
      const wanted = digest(envelope, body);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
