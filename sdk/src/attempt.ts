import { readAnswer, type Answer } from './answer.js';
import { ConnectionError, TimeoutError } from './errors.js';

/** Calls back after that many milliseconds, unless the function that it gives is called before. */
export type Timer = (callback: () => void, milliseconds: number) => () => void;

export const timer: Timer = (callback, milliseconds) => {
  const id = setTimeout(callback, milliseconds);
  return () => {
    clearTimeout(id);
  };
};

/** Calls back when the caller aborts, until the function that it gives is called. */
function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  signal?.addEventListener('abort', callback);
  return () => signal?.removeEventListener('abort', callback);
}

/** Waits, or rejects with the caller's reason as soon as there is one. */
export function pause(after: Timer, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => {
      cancel();
      forget();
      reject(signal?.reason as Error);
    });
    const cancel = after(() => {
      forget();
      resolve();
    }, milliseconds);
  });
}

/** Where, how and for how long to send. */
export interface Transport {
  readonly endpoint: string | URL;
  readonly send: typeof fetch;
  readonly after: Timer;
  readonly timeoutMs: number;
}

/** Sends once. A fault of the transport is an error in the answer like any other; only the caller's abort throws. */
export async function attempt(
  { endpoint, send, after, timeoutMs }: Transport,
  request: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  let late = false;
  const end = (): void => {
    ended.abort();
  };
  const forget = onAbort(signal, end);
  const cancel = after(() => {
    late = true;
    end();
  }, timeoutMs);
  try {
    const response = await send(endpoint, { method: 'POST', ...request, signal: ended.signal });
    return readAnswer(response, await response.text());
  } catch (cause) {
    signal?.throwIfAborted();
    const [Fault, code, message] = (late as boolean)
      ? ([TimeoutError, 'TIMED_OUT', `No answer in ${timeoutMs} ms`] as const)
      : ([ConnectionError, 'CONNECTION_FAILED', 'No connection'] as const);
    return { errors: [new Fault({ code, message, cause })] };
  } finally {
    forget();
    cancel();
  }
}
