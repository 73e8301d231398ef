import { UserFault } from '../graph/errors.js';
import type { SqlValue } from './scoped.js';

/** Reads one column of a row from the text that PostgreSQL sends; undefined keeps the text. */
export type Decoder = (text: string) => unknown;

/** A parameter as the text PostgreSQL reads: arrays become array literals. */
export function encode(value: SqlValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return withoutNul(value);
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return `{${value.map((item) => (typeof item === 'number' ? encodeNumber(item) : quoteItem(item))).join(',')}}`;
}

function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('A number sent to the database is not finite.');
  return String(value);
}

/** PostgreSQL stores no U+0000; it is the asker's mistake and must not read as a failure of ours. */
function withoutNul(text: string): string {
  if (text.includes('\0'))
    throw new UserFault('BAD_USER_INPUT', 'Text must not contain the character U+0000.');
  return text;
}

function quoteItem(item: string): string {
  return `"${withoutNul(item).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/**
 * Money is kept in bigint minor units and leaves as a number; a value that a number cannot hold exactly is a broken
 * invariant and must not be rounded in silence.
 */
function decodeBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error('A bigint column holds more than a number can hold exactly.');
  return value;
}

/** The session's zone is UTC, so an instant always ends in `+00`: ISO 8601 needs a `T` and a `Z`. */
function decodeInstant(text: string): string {
  if (!text.endsWith('+00')) return text;
  return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
}

/** One-dimensional arrays, the only ones our tables hold. */
export function decodeArray(text: string, item: Decoder = (part) => part): unknown[] {
  const items: unknown[] = [];
  let at = 1;
  while (at < text.length - 1) {
    if (text[at] === '"') {
      let value = '';
      for (at += 1; text[at] !== '"'; at += 1) {
        if (text[at] === '\\') at += 1;
        value += text[at] ?? '';
      }
      items.push(item(value));
      at += 2;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma === -1 ? text.length - 1 : comma;
      const value = text.slice(at, end);
      items.push(value === 'NULL' ? null : item(value));
      at = end + 1;
    }
  }
  return items;
}

const decoders: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [16, (text) => text === 't'],
  [20, decodeBigint],
  [21, Number],
  [23, Number],
  [700, Number],
  [701, Number],
  [114, (text) => JSON.parse(text) as unknown],
  [3802, (text) => JSON.parse(text) as unknown],
  [1184, decodeInstant],
  [1009, (text) => decodeArray(text)],
  [1015, (text) => decodeArray(text)],
  [1182, (text) => decodeArray(text)],
  [1005, (text) => decodeArray(text, Number)],
  [1007, (text) => decodeArray(text, Number)],
  [1016, (text) => decodeArray(text, decodeBigint)],
  [1000, (text) => decodeArray(text, (item) => item === 't')],
]);

/** Everything without an entry stays text: dates, numerics, names. */
export function decoderOf(typeOid: number): Decoder | undefined {
  return decoders.get(typeOid);
}
