import { attempt, pause, timer, type Timer } from './attempt.js';
import { isTransient, UnauthenticatedError, type MainstayError } from './errors.js';
import type { Operation } from './operation.js';

/** What may be set for one call; each wins over the client's own setting. */
export interface CallOptions {
  /** Aborts the call, also while it waits to try again. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one attempt may take. */
  readonly timeoutMs?: number | undefined;
  /** How often a failed call is tried again; 0 tries once. */
  readonly retries?: number | undefined;
  /**
   * Takes part of an answer. Without it a call whose answer has any fault throws. With it the call answers
   * what it got, fields that failed are null, and this function learns why.
   */
  readonly onFieldErrors?: ((errors: readonly MainstayError[]) => void) | undefined;
}

/** What one attempt met: for logs, and to read what a call costs (`extensions`). */
export interface AttemptReport {
  readonly operation: string;
  /** 1 is the first. */
  readonly attempt: number;
  readonly error?: MainstayError | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Gives a token before each attempt. When the service refused the last one it is asked once more with that
 * token, and may fetch a new one.
 */
export type TokenProvider = (refused?: string) => string | Promise<string>;

export interface ClientOptions extends Omit<CallOptions, 'signal' | 'onFieldErrors'> {
  /** The address of the graph, such as `https://api.example.com/graphql`. */
  readonly endpoint: string | URL;
  /** A token of a person, an API key, or a function that gives one. */
  readonly token?: string | TokenProvider | undefined;
  /** The membership to act under, for a person who has several. */
  readonly membership?: string | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sends requests in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Called after each attempt. */
  readonly onAttempt?: ((report: AttemptReport) => void) | undefined;
  /** Waits between attempts and for timeouts; tests put their own clock here. */
  readonly timer?: Timer | undefined;
  /** A number from 0 to 1 that spreads the waiting of many clients; tests put a fixed one here. */
  readonly random?: (() => number) | undefined;
}

export interface Client {
  /** Sends an operation and gives its data, or throws a {@link MainstayError} of the class that fits. */
  run<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: CallOptions,
  ): Promise<Data>;
}

const firstDelayMs = 250;
const longestDelayMs = 8_000;
/** A service that asks for a longer pause is not waited for: the caller knows better what to do meanwhile. */
const longestRetryAfterSeconds = 60;

/**
 * What the service asked for, and a pause that doubles with each attempt. Half of that is left to chance, so
 * that clients do not come back all at once.
 */
function delayBefore(retry: number, error: MainstayError, random: () => number): number {
  const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** retry);
  return (error.retryAfter ?? 0) * 1000 + backoff * (0.5 + random() / 2);
}

/** A mutation gets a key of its own where the caller gave none, so that sent twice it is done once. */
function keyed(variables: { input?: object }): object {
  return { ...variables, input: { idempotencyKey: crypto.randomUUID(), ...variables.input } };
}

function headersFor(
  { membership, headers }: ClientOptions,
  bearer: string | undefined,
): Record<string, string> {
  return {
    accept: 'application/graphql-response+json, application/json',
    'content-type': 'application/json',
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(membership && { 'mainstay-membership': membership }),
    ...headers,
  };
}

/** Makes a client. It keeps no state but its options: one per token is cheap. */
export function createClient(client: ClientOptions): Client {
  const { endpoint, token, random = Math.random, timer: after = timer, fetch: send = fetch } = client;
  return {
    async run<Data, Variables>(
      { name, text, kind }: Operation<Data, Variables>,
      variables: Variables,
      options: CallOptions = {},
    ): Promise<Data> {
      const {
        signal,
        onFieldErrors,
        retries = client.retries ?? 2,
        timeoutMs = client.timeoutMs ?? 30_000,
      } = options;
      const body = JSON.stringify({ query: text, variables: kind ? keyed(variables as object) : variables });
      let retried = 0;
      let refused: string | undefined;
      for (let attempts = 1; ; attempts += 1) {
        const bearer = typeof token === 'function' ? await token(refused) : token;
        const answer = await attempt(
          { endpoint, send, after, timeoutMs },
          { headers: headersFor(client, bearer), body },
          signal,
        );
        const { data, errors, extensions } = answer;
        const [error] = errors;
        client.onAttempt?.({ operation: name, attempt: attempts, error, extensions });
        if (!error) return data as Data;
        if (onFieldErrors && data) {
          onFieldErrors(errors);
          return data as Data;
        }
        if (error instanceof UnauthenticatedError && typeof token === 'function' && refused === undefined) {
          refused = bearer;
          continue;
        }
        const tooLong = (error.retryAfter ?? 0) > longestRetryAfterSeconds;
        if (retried >= retries || tooLong || !errors.every(isTransient)) throw error;
        await pause(after, delayBefore(retried, error, random), signal);
        retried += 1;
      }
    },
  };
}
