import { errorOf, type FieldPath, type MainstayError } from './errors.js';

/** What one attempt brought, after the transport's own faults are told apart from the graph's. */
export interface Answer {
  readonly data?: unknown;
  readonly errors: readonly MainstayError[];
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

interface WireError {
  readonly message?: string;
  readonly path?: FieldPath;
  readonly extensions?: {
    readonly code?: string;
    readonly field?: string;
    readonly reference?: string;
    readonly retryAfter?: number;
  };
}

interface WireAnswer {
  readonly data?: unknown;
  readonly errors?: readonly WireError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What the status alone says, for an answer that did not come from the graph but from something before it. */
function codeOf(status: number): string {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 429) return 'RATE_LIMITED';
  if (status < 400 || status === 500) return 'INTERNAL';
  return status > 500 ? 'UNAVAILABLE' : 'BAD_USER_INPUT';
}

/** A proxy's error page is not JSON: then the status says what happened. */
function parse(body: string): WireAnswer {
  try {
    return Object(JSON.parse(body)) as WireAnswer;
  } catch {
    return {};
  }
}

/**
 * Seconds of a Retry-After header. A date is counted from the server's own Date header, because the clock
 * of this machine may be wrong.
 */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : (Date.parse(value) - Date.parse(headers.get('date') ?? '')) / 1000;
  return seconds >= 0 ? seconds : undefined;
}

export function readAnswer(response: Response, body: string): Answer {
  const { status, ok, headers } = response;
  const { data, extensions, errors: wire = [] } = parse(body);
  const code = codeOf(status);
  const retryAfter = retryAfterOf(headers);
  const faults = wire.length > 0 || (ok && data !== undefined) ? wire : [{}];
  const others: MainstayError[] = [];
  const errors = faults.map(({ message, path, extensions: facts }: WireError, index) =>
    errorOf({
      code,
      retryAfter,
      ...facts,
      message: message ?? `Status ${status}`,
      path,
      status,
      ...(index === 0 && { others, data }),
    }),
  );
  others.push(...errors.slice(1));
  return { data, errors, extensions };
}
