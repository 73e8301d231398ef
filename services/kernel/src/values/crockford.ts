/** Crockford's base 32: digits and letters that are not taken for one another when read aloud or retyped. */
export const crockfordSymbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes from a source of randomness; values read none themselves, so tests can name theirs. */
export type RandomBytes = (length: number) => Uint8Array;

export function randomBytesOf(random: RandomBytes, length: number): Uint8Array {
  const bytes = random(length);
  // Fewer bytes than asked for would quietly make an id or a code that can be guessed.
  if (bytes.length !== length) throw new RangeError('The source of randomness gave too few bytes.');
  return bytes;
}
