import { checkSymbol, normalizeCode } from '@mainstay/kernel/values/code';
import { crockfordSymbols } from '@mainstay/kernel/values/crockford';
import { machineKeyLength } from './machine.rules.js';

const nonceLength = 8;
const requestLength = machineKeyLength + nonceLength + 1;

/** What a machine without a network shows, and somebody types: the machine, 40 random bits, and a check symbol. */
export interface RequestCode {
  /** As it is compared and kept. */
  readonly key: string;
  readonly machineKey: string;
}

/** Null for what is mistyped, and for an activation code, which is shorter. */
export function parseRequestCode(text: string): RequestCode | null {
  const key = normalizeCode(text);
  if (key.length !== requestLength) return null;
  for (const symbol of key) if (!crockfordSymbols.includes(symbol)) return null;
  if (checkSymbol(key.slice(0, -1)) !== key.charAt(requestLength - 1)) return null;
  return { key, machineKey: key.slice(0, machineKeyLength) };
}
