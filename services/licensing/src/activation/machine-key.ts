import { createHash } from 'node:crypto';
import { crockfordSymbols } from '@mainstay/kernel/values/crockford';
import { machineKeyLength } from './machine.rules.js';

/**
 * What stands for a fingerprint, which is not kept itself: 80 bits of its hash, because a person may have to type it as
 * part of a request code. The SDK makes the same (`sdk/src/offline/machine.ts`).
 */
export function machineKeyOf(fingerprint: string): string {
  const hash = createHash('sha256').update(`mainstay-machine\n${fingerprint.trim()}`).digest();
  let bits = 0n;
  for (const byte of hash.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let key = '';
  for (let place = 0; place < machineKeyLength; place++) {
    key = crockfordSymbols.charAt(Number(bits & 31n)) + key;
    bits >>= 5n;
  }
  return key;
}
