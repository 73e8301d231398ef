import { checkSymbol, normalized, written } from './symbols.js';

/**
 * What stands for a fingerprint in files and request codes: 16 symbols of its hash. The fingerprint is whatever identifies
 * the machine, always the same; spaces around it do not count.
 */
export async function machineKey(fingerprint: string): Promise<string> {
  const text = fingerprint.trim();
  if (text === '') throw new RangeError('A machine is known by a fingerprint, and this one is blank.');
  const bytes = new TextEncoder().encode(`mainstay-machine\n${text}`);
  return written(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), 16);
}

/**
 * A new request code, for a person to type into the portal: 25 symbols, shown in groups. Keep it until its answer comes:
 * the answer is of use to this request alone.
 */
export async function makeRequestCode(fingerprint: string): Promise<string> {
  const payload = (await machineKey(fingerprint)) + written(crypto.getRandomValues(new Uint8Array(5)), 8);
  return (`${payload}${checkSymbol(payload)}`.match(/.{5}/g) ?? []).join('-');
}

/** Whether a code is whole, as a person typed it. */
export function isRequestCode(text: string): boolean {
  const code = normalized(text);
  return /^[0-9A-HJKMNP-TV-Z]{25}$/.test(code) && checkSymbol(code.slice(0, -1)) === code.charAt(24);
}
