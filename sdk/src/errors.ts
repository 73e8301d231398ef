/** Where a fault stands in the answer: names of fields and positions in lists. */
export type FieldPath = readonly (string | number)[];

/** What is known about a fault; every fact may be missing except code and message. */
export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly status?: number | undefined;
  readonly path?: FieldPath | undefined;
  readonly field?: string | undefined;
  readonly reference?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
  readonly others?: readonly MainstayError[] | undefined;
  readonly data?: unknown;
}

/** Every fault that the client throws, except the reason of an abort of your own. */
export class MainstayError extends Error {
  override name = 'MainstayError';
  /** What went wrong, for programs. The message is for people and may change. */
  declare readonly code: string;
  /** The HTTP status of the answer; absent when there was none. */
  declare readonly status: number | undefined;
  /** The field of the answer that is null because of this fault. */
  declare readonly path: FieldPath | undefined;
  /** The argument or variable that was wrong. */
  declare readonly field: string | undefined;
  /** Names this fault in the server's log: quote it to support. */
  declare readonly reference: string | undefined;
  /** Seconds after which asking again makes sense. */
  declare readonly retryAfter: number | undefined;
  /** The further faults of the same answer. */
  declare readonly others: readonly MainstayError[];
  /** What was answered in spite of the fault. Not enumerable, so that logging an error logs nobody's data. */
  declare readonly data: unknown;

  constructor({ message, cause, data, others = [], ...facts }: ErrorFacts) {
    super(message, { cause });
    Object.assign(this, { others, ...facts });
    Object.defineProperty(this, 'data', { value: data });
  }
}

/** No token, or one that is not valid (any more). */
export class UnauthenticatedError extends MainstayError {
  override name = 'UnauthenticatedError';
}

/** The token is valid and does not allow this. */
export class ForbiddenError extends MainstayError {
  override name = 'ForbiddenError';
}

/** The document or a variable was wrong; `field` says which one. */
export class InputError extends MainstayError {
  override name = 'InputError';
}

/** Somebody else changed the same thing first. */
export class ConflictError extends MainstayError {
  override name = 'ConflictError';
}

/** Too much was asked in too short a time; `retryAfter` says when to go on. */
export class RateLimitedError extends MainstayError {
  override name = 'RateLimitedError';
}

/** The service, or the part of it that owns the field, does not answer now. */
export class UnavailableError extends MainstayError {
  override name = 'UnavailableError';
}

/** The service failed by a fault of its own; `reference` finds it in its log. */
export class InternalError extends MainstayError {
  override name = 'InternalError';
}

/** No answer came: no connection, or it broke. The `cause` is what `fetch` said. */
export class ConnectionError extends MainstayError {
  override name = 'ConnectionError';
}

/** No answer came within `timeoutMs`. */
export class TimeoutError extends ConnectionError {
  override name = 'TimeoutError';
}

const classes: Readonly<Record<string, typeof MainstayError>> = {
  UNAUTHENTICATED: UnauthenticatedError,
  FORBIDDEN: ForbiddenError,
  BAD_USER_INPUT: InputError,
  CONFLICT: ConflictError,
  RATE_LIMITED: RateLimitedError,
  UNAVAILABLE: UnavailableError,
  INTERNAL: InternalError,
};

/** The error of the class that belongs to the code; a code that this version does not know stays readable. */
export function errorOf(facts: ErrorFacts): MainstayError {
  return new (classes[facts.code] ?? MainstayError)(facts);
}

/** Whether the same request may succeed a moment later. */
export function isTransient(error: MainstayError): boolean {
  return (
    error instanceof RateLimitedError || error instanceof UnavailableError || error instanceof ConnectionError
  );
}
