import { UserFault } from '../graph/errors.js';

/** The four arguments of a connection as they arrive. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Which way to walk, how far, and from where. */
export interface PageWindow {
  readonly backward: boolean;
  readonly size: number;
  readonly cursor: string | null;
}

const defaultSize = 20;
const maximalSize = 100;

function refuse(field: keyof PageArgs, message: string): never {
  throw new UserFault('BAD_USER_INPUT', message, { field });
}

function sizeOf(field: 'first' | 'last', asked: number | null): number {
  if (asked === null) return defaultSize;
  if (!Number.isInteger(asked) || asked < 1 || asked > maximalSize) {
    refuse(field, `A page holds 1 to ${maximalSize} items.`);
  }
  return asked;
}

/** `first` goes with `after` and walks on, `last` with `before` and walks back; any other mix has no one meaning. */
export function windowOf(args: PageArgs): PageWindow {
  const first = args.first ?? null;
  const last = args.last ?? null;
  const after = args.after ?? null;
  const before = args.before ?? null;
  if (first !== null && last !== null)
    refuse('last', 'Ask for the first or for the last items, not for both.');
  if (after !== null && before !== null) refuse('before', 'Ask after or before a cursor, not both.');
  if (last !== null && after !== null) refuse('after', 'The last items are asked for before a cursor.');
  if (first !== null && before !== null) refuse('before', 'The first items are asked for after a cursor.');
  const backward = last !== null || before !== null;
  return backward
    ? { backward, size: sizeOf('last', last), cursor: before }
    : { backward, size: sizeOf('first', first), cursor: after };
}
