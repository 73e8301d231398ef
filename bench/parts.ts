import type { JSONWebKeySet } from 'jose';

/** What a measured server of ours is told when it is started. */
export interface Parts {
  readonly loginUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>;
  readonly issuer: { readonly issuer: string; readonly audience: string; readonly keys: JSONWebKeySet };
  readonly supergraphFile: string;
}

/** Its variable in the environment, which nobody else on the machine can read. */
export const partsVariable = 'MAINSTAY_BENCH_PARTS';

export function readParts(): Parts {
  const text = process.env[partsVariable];
  if (text === undefined) throw new Error('This server is started by the bench.');
  return JSON.parse(text) as Parts;
}
