import type { Timer } from '../src/attempt.js';
import { createClient, type Client, type ClientOptions } from '../src/client.js';
import type { Operation, PagedOperation } from '../src/operation.js';

export const timeoutMs = 30_000;

/** A clock without time: pauses end at once and are written down, timeouts end only when a test says so. */
export function stoppedClock(): {
  timer: Timer;
  pauses: number[];
  expire: () => void;
  running: () => number;
} {
  const pauses: number[] = [];
  const timeouts = new Set<() => void>();
  return {
    pauses,
    timer: (callback, milliseconds) => {
      if (milliseconds === timeoutMs) {
        timeouts.add(callback);
        return () => timeouts.delete(callback);
      }
      pauses.push(milliseconds);
      let cancelled = false;
      queueMicrotask(() => {
        if (!cancelled) callback();
      });
      return () => {
        cancelled = true;
      };
    },
    expire: () => {
      for (const callback of timeouts) callback();
    },
    running: () => timeouts.size,
  };
}

export interface Sent {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: { query: string; variables: Record<string, unknown> };
}

/** Answers with each reply in turn; the last one again and again. */
export function scriptedFetch(...replies: (() => Response | Promise<Response>)[]): {
  fetch: typeof globalThis.fetch;
  sent: Sent[];
} {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const headers = init?.headers as Record<string, string>;
      sent.push({ url: url as string, headers, body: JSON.parse(init?.body as string) as Sent['body'] });
      const reply = replies[sent.length - 1] ?? replies.at(-1);
      if (reply === undefined) throw new TypeError('Nothing to answer');
      return reply();
    },
  };
}

/** Never answers, and ends as `fetch` does when its signal aborts. */
export const silentFetch: typeof globalThis.fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => {
      reject(init.signal?.reason as Error);
    });
  });

export function json(value: unknown, init: ResponseInit = {}): () => Response {
  return () => Response.json(value, init);
}

export function fault(code: string, more: Record<string, unknown> = {}): () => Response {
  return json({ errors: [{ message: code.toLowerCase(), extensions: { code, ...more } }] });
}

export function testClient(
  fetch: typeof globalThis.fetch,
  options: Partial<ClientOptions> = {},
): { client: Client; clock: ReturnType<typeof stoppedClock> } {
  const clock = stoppedClock();
  const client = createClient({
    endpoint: 'https://graph.test/graphql',
    token: 'secret',
    fetch,
    timer: clock.timer,
    random: () => 0,
    ...options,
  });
  return { client, clock };
}

export const getDay: Operation<{ day: string | null }, { zone?: string }> = {
  name: 'GetDay',
  text: 'query GetDay($zone:String){day(zone:$zone)}',
};

export const setDay: Operation<{ daySet: string }, { input: { idempotencyKey?: string } }> = {
  name: 'SetDay',
  kind: 'mutation',
  text: 'mutation SetDay($input:DaySetInput!){daySet(input:$input)}',
};

export interface DayPage {
  readonly days: {
    readonly nodes: readonly number[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  } | null;
}

export interface DayVariables {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

export const listDays: PagedOperation<DayPage, DayVariables, number> = {
  name: 'ListDays',
  page: ['days'],
  text: 'query ListDays{days{nodes}}',
};
