import { randomUUID } from 'node:crypto';
import { createSigner, headerNames, type Envelope } from '@mainstay/kernel/graph/http/signature';
import { writeViewer } from '@mainstay/kernel/graph/http/written-viewer';
import { meshKey, nowMs, viewer } from './trial-subgraph.js';

/** A request as it is signed, and what an attacker then makes of it. */
export interface Signed extends Envelope {
  readonly body: string;
  readonly key?: string;
}

export interface Sent extends Signed {
  readonly headers?: Readonly<Record<string, string | null>>;
}

export function signedRequest(signed: Partial<Signed> = {}): Signed {
  return {
    method: 'POST',
    path: '/graphql',
    sentAtMs: nowMs,
    nonce: randomUUID(),
    requestId: 'r-1',
    viewer: writeViewer(viewer),
    body: JSON.stringify({ query: '{ who }' }),
    ...signed,
  };
}

/** Signs one request and sends another: what differs between the two is what was altered on the way. */
export function send(url: string, signed: Signed, altered: Partial<Sent> = {}): Promise<Response> {
  const sent: Sent = { ...signed, ...altered };
  const headers: Record<string, string | null> = {
    'content-type': 'application/json',
    [headerNames.sentAtMs]: String(sent.sentAtMs),
    [headerNames.nonce]: sent.nonce,
    [headerNames.requestId]: sent.requestId,
    [headerNames.viewer]: sent.viewer,
    [headerNames.signature]: createSigner(signed.key ?? meshKey).sign(signed, signed.body),
    ...sent.headers,
  };
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  const withBody = sent.method !== 'GET' && sent.method !== 'HEAD';
  return fetch(`${url}${sent.path}`, {
    method: sent.method,
    headers: kept,
    ...(withBody ? { body: sent.body } : {}),
  });
}
