import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { readBody as readBytes } from '@mainstay/kernel/graph/http/body';
import { nestsDeeper } from './nesting.js';

export type Body =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'too-large' | 'not-utf8' | 'not-json' | 'too-deep' | 'not-an-object' | 'aborted' };

export interface BodyLimits {
  readonly maxBytes: number;
  /** Lists and objects within each other. */
  readonly maxNesting: number;
}

/** Reads a whole body, or as much as shows that it is not wanted. What it says is never repeated to anybody. */
export async function readBody(
  request: IncomingMessage,
  { maxBytes, maxNesting }: BodyLimits,
): Promise<Body> {
  const bytes = await readBytes(request, maxBytes);
  if (typeof bytes === 'string') return { kind: bytes };
  if (!isUtf8(bytes)) return { kind: 'not-utf8' };
  if (nestsDeeper(bytes, maxNesting)) return { kind: 'too-deep' };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { kind: 'not-json' };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { kind: 'not-an-object' };
  return { kind: 'object', value: value as Readonly<Record<string, unknown>> };
}
