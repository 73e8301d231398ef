import type { Refusal } from '@mainstay/kernel/values/refusal';
import { linesAnOrder } from './ordered-lines.rules.js';

export type TooManyLines = 'TOO_MANY_LINES';

export function tooManyLines(before: number, added: number): Refusal<TooManyLines>[] {
  if (before + added <= linesAnOrder) return [];
  return [
    {
      ...{ code: 'TOO_MANY_LINES', field: ['lines'], facts: { lines: before } },
      message: `An order has at most ${String(linesAnOrder)} lines; make another one for the rest.`,
    },
  ];
}
