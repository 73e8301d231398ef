import { UserFault } from '../graph/errors.js';

export type SortDirection = 'ASC' | 'DESC';

/** How a sort key travels in a cursor and is cast in a statement. */
export type SortType = 'timestamptz' | 'date' | 'text' | 'int4' | 'int8';

export type SortValue = string | number | null;

/** The place of one row in one order: its sort key and, because keys tie, its id. */
export interface Cursor {
  readonly order: string;
  readonly direction: SortDirection;
  readonly value: SortValue;
  readonly id: string;
}

export interface CursorExpectation {
  readonly order: string;
  readonly direction: SortDirection;
  readonly type: SortType;
  readonly nullable: boolean;
  /** Named in the fault. */
  readonly field: 'after' | 'before';
}

export function encodeCursor(cursor: Cursor): string {
  const parts = [cursor.order, cursor.direction, cursor.value, cursor.id];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;

function isInstant(text: string): boolean {
  return instant.test(text) && isCivilDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** `Date` rolls February 30 over into March; the database refuses it. */
function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isOfType(value: SortValue, type: SortType): boolean {
  switch (type) {
    case 'timestamptz':
      return typeof value === 'string' && isInstant(value);
    case 'date':
      return typeof value === 'string' && isCivilDate(value);
    case 'text':
      return typeof value === 'string' && !value.includes('\0');
    case 'int4':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    case 'int8':
      return Number.isSafeInteger(value);
  }
}

function parseParts(text: string): unknown {
  if (text.length > 2_000 || !/^[\w-]+$/.test(text)) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function isSortValue(value: unknown): value is SortValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

/** Refuses everything that this order did not hand out, before it reaches a statement. */
export function decodeCursor(text: string, expected: CursorExpectation): Cursor {
  const parts = parseParts(text);
  const [order, direction, value, id] =
    Array.isArray(parts) && parts.length === 4 ? (parts as unknown[]) : [];
  if (
    typeof order !== 'string' ||
    typeof id !== 'string' ||
    id === '' ||
    id.includes('\0') ||
    !isSortValue(value)
  ) {
    throw new UserFault('BAD_USER_INPUT', 'The cursor is not one that this list gave out.', {
      field: expected.field,
    });
  }
  if (order !== expected.order || direction !== expected.direction) {
    throw new UserFault('BAD_USER_INPUT', 'The cursor belongs to another order of this list.', {
      field: expected.field,
    });
  }
  if (value === null ? !expected.nullable : !isOfType(value, expected.type)) {
    throw new UserFault('BAD_USER_INPUT', 'The cursor is not one that this list gave out.', {
      field: expected.field,
    });
  }
  return { order, direction: expected.direction, value, id };
}
