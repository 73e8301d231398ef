import { crockfordSymbols, randomBytesOf, type RandomBytes } from './crockford.js';

const codeLength = 20;
const groupLength = 5;

/** A new activation code, normalized: 95 random bits and a check symbol. It is shown by `formatCode`. */
export function newCode(random: RandomBytes): string {
  const symbols = Array.from(randomBytesOf(random, codeLength - 1), (byte) =>
    crockfordSymbols.charAt(byte & 31),
  );
  const payload = symbols.join('');
  return payload + checkSymbol(payload);
}

/** `XXXXX-XXXXX-XXXXX-XXXXX`, as a code is shown and mailed. */
export function formatCode(code: string): string {
  return (code.match(new RegExp(`.{1,${groupLength}}`, 'g')) ?? []).join('-');
}

/**
 * The form that codes are stored, looked up and compared in. People type lower case, spaces, whatever dash their mail
 * program made, and the letters that Crockford's alphabet leaves out because they look like digits.
 */
export function normalizeCode(text: string): string {
  return text
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** Whether a normalized code is whole: a typing error is found before anything is looked up. */
export function hasValidCheck(code: string): boolean {
  if (code.length !== codeLength) return false;
  for (const symbol of code) if (!crockfordSymbols.includes(symbol)) return false;
  return checkSymbol(code.slice(0, -1)) === code.charAt(codeLength - 1);
}

/**
 * The sum of the symbols in the field of 32 elements, each weighted by another power of the generator. Other than a
 * plain sum or Luhn's it finds every single wrong symbol and every exchange of two symbols, neighbors or not.
 */
export function checkSymbol(payload: string): string {
  let check = 0;
  for (const symbol of payload) check = timesGenerator(check ^ crockfordSymbols.indexOf(symbol));
  return crockfordSymbols.charAt(check);
}

function timesGenerator(element: number): number {
  const shifted = element << 1;
  // x^5 + x^2 + 1 is primitive: its powers of x run through all 31 elements before they repeat.
  return shifted & 32 ? shifted ^ 37 : shifted;
}
