import { isDay, type Day } from './days.js';

export type Consequence = 'STOP' | 'REFUSE_CONNECTIONS' | 'WARN';

/** What a signed file says. */
export interface LicenseFileContent {
  readonly format: 1;
  readonly kind: 'ONLINE' | 'MANUAL' | 'OFFLINE';
  /** Which key signed it. */
  readonly key: string;
  /** Signed in a sandbox, whose clock is moved by hand: not for products that are in use. */
  readonly sandbox: boolean;
  readonly vendor: string;
  readonly product: string;
  readonly license: string;
  /** See `machineKey`. */
  readonly machine: string;
  readonly issuedOn: Day;
  /** The last day to validate again on; null where the product never validates. */
  readonly validateBy: Day | null;
  /** From which day on the consequence holds. */
  readonly consequenceOn: Day | null;
  readonly consequence: Consequence | null;
  readonly purchasedOn: Day;
  /** From each day on, releases of days before another are entitled; null for all. */
  readonly cutoffs: readonly { readonly from: Day; readonly before: Day | null }[];
  /** To which major version releases after the purchase day are limited; null where they are not. */
  readonly major: number | null;
  /** The request that it answers. */
  readonly request: string | null;
}

/** The vendor's public keys by id, as `Vendor.licenseKeys` answers them; built into the product. */
export type PublicKeys = Readonly<Record<string, string>>;

const form = /^mainstay-file-1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Null for what is not written as we write it: the last symbol has bits to spare, and they must be none. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array((text.length * 6) >> 3);
  let held = 0;
  let bits = 0;
  let place = 0;
  for (const symbol of text) {
    held = ((held << 6) | alphabet.indexOf(symbol)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[place] = (held >> bits) & 255;
    place += 1;
  }
  return bits < 6 && (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}

function contentOf(payload: string): LicenseFileContent | null {
  const bytes = bytesOf(payload);
  if (bytes === null) return null;
  try {
    const content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as LicenseFileContent;
    const { format, key, issuedOn, cutoffs } = content;
    // A newer format than this reads is none: it may say what this does not know.
    const known = (format as number) === 1 && typeof key === 'string' && isDay(issuedOn);
    return known && Array.isArray(cutoffs) ? content : null;
  } catch {
    return null;
  }
}

/** What a file says, if one of the keys has signed it just so; else null, whatever is wrong with it. */
export async function signedContent(text: string, keys: PublicKeys): Promise<LicenseFileContent | null> {
  const [, payload = '', signature = ''] = form.exec(text.replace(/\r?\n$/, '')) ?? [];
  const content = contentOf(payload);
  const signed = bytesOf(signature);
  if (content === null || signed === null || !Object.hasOwn(keys, content.key)) return null;
  const raw = bytesOf(keys[content.key] ?? '');
  if (raw?.length !== 32) return null;
  const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
  const part = new TextEncoder().encode(`mainstay-file-1.${payload}`);
  return (await crypto.subtle.verify({ name: 'Ed25519' }, key, signed, part)) ? content : null;
}
