import { crockfordSymbols, randomBytesOf, type RandomBytes } from './crockford.js';

/** What an id names is told by its prefix; the rest is opaque. */
export const idPrefixes = [
  'vnd',
  'acc',
  'con',
  'usr',
  'mbr',
  'key',
  'prd',
  'rel',
  'lic',
  'sit',
  'stm',
  'ctr',
  'pln',
  'cov',
  'tkt',
  'msg',
  'grt',
  'led',
  'inv',
  'pay',
  'quo',
  'mai',
  'atv',
  'val',
  'lfl',
  'sgk',
  'ntc',
  'aud',
  'evt',
  'rch',
  'ctl',
  'mtc',
  'mta',
  'awc',
  'prl',
  'prc',
  'ord',
  'oln',
  'asm',
] as const;
export type IdPrefix = (typeof idPrefixes)[number];

/** Any id of the house: a prefix, and 128 bits in Crockford's base 32, of which the first symbol holds but three. */
export const idPattern = new RegExp(`^(${idPrefixes.join('|')})_[0-7][0-9a-hjkmnp-tv-z]{25}$`);

const symbols = crockfordSymbols.toLowerCase();
const timeLimitMs = 2 ** 48;

/**
 * A new id: 48 bits of time, then 80 random bits, so that ids sort by creation and indexes grow at their end.
 * Time and randomness are given, because nothing below `main.ts` reads a clock.
 */
export function newId(prefix: IdPrefix, nowMs: number, random: RandomBytes): string {
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs >= timeLimitMs) {
    throw new RangeError('The time of an id is a whole number of milliseconds since 1970.');
  }
  let bits = BigInt(nowMs);
  for (const byte of randomBytesOf(random, 10)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let place = 0; place < 26; place++) {
    text = symbols.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** Whether a text is an id of that kind. It says nothing about whether such a thing exists. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return prefixOf(text) === prefix;
}

export function prefixOf(text: string): IdPrefix | null {
  const prefix = idPattern.exec(text)?.[1];
  return idPrefixes.find((known) => known === prefix) ?? null;
}
