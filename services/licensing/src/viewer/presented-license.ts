import { z } from 'zod';
import { isId } from '@mainstay/kernel/values/ids';
import { normalizeCode } from '@mainstay/kernel/values/code';
import { serialKey } from '../license/serial-key.js';

/** A license as a product presents it, as it is compared. */
export interface PresentedKey {
  readonly productId: string;
  readonly by: 'code' | 'serial';
  readonly key: string;
}

const text = z.string().min(1).max(200).nullish();
const schema = z.strictObject({ productId: z.string().max(100), code: text, serial: text });

/** Null for what names no product, or not exactly one of code and serial. A mistyped code is one that nobody knows. */
export function presentedLicense(value: Readonly<Record<string, unknown>>): PresentedKey | null {
  const read = schema.safeParse(value);
  if (!read.success || !isId('prd', read.data.productId)) return null;
  const { productId, code, serial } = read.data;
  if (typeof code === 'string')
    return typeof serial === 'string' ? null : { productId, by: 'code', key: normalizeCode(code) };
  return typeof serial === 'string' ? { productId, by: 'serial', key: serialKey(serial) } : null;
}
