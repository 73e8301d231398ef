import type { Refusal } from './refusal.js';

const longestReason = 500;

/** What is wrong with why somebody does it, by itself; none given is none wrong. */
export function reasonFaults(reason: string | null | undefined): Refusal<'REASON_INVALID'>[] {
  if (reason === null || reason === undefined) return [];
  const { length } = reason.trim();
  return length >= 1 && length <= longestReason
    ? []
    : [
        {
          ...{ code: 'REASON_INVALID', field: ['reason'] },
          message: 'A reason has 1 to 500 characters, not only spaces.',
        },
      ];
}
