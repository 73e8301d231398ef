import { randomUUID } from 'node:crypto';
import { Pool, type Dispatcher } from 'undici';
import { createSigner, headerNames } from './signature.js';

export interface WireOptions {
  readonly url: string;
  readonly meshKey: string;
  readonly clock: () => string;
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  readonly connections?: number;
}

export interface Message {
  readonly path: string;
  readonly body: string;
  readonly viewer: string;
  readonly requestId: string;
  readonly signal?: AbortSignal | undefined;
}

/** Signed requests to one other process over connections that are kept. Every failure rejects. */
export interface Wire {
  post(message: Message): Promise<unknown>;
  get(path: string): Promise<void>;
  newRequestId(): string;
  close(): Promise<void>;
}

/** What went wrong, without a word of what was sent, by whom it was answered, or where. */
export class RemoteFault extends Error {
  constructor(readonly kind: 'timeout' | 'given-up' | 'unreadable' | `status ${number}`) {
    super(kind);
    this.name = 'RemoteFault';
  }
}

const defaultTimeoutMs = 10_000;
const defaultResponseBytes = 16_000_000;
const defaultConnections = 64;

export function openWire(options: WireOptions): Wire {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const signer = createSigner(options.meshKey);
  const pool = new Pool(new URL(options.url).origin, {
    connections: options.connections ?? defaultConnections,
    connectTimeout: timeoutMs,
    // The deadline below rules a request as a whole; these would rule its parts.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    maxResponseSize: options.maxResponseBytes ?? defaultResponseBytes,
  });
  // A name of this process and a count: as unique as random bytes for each request, and cheaper.
  const origin = randomUUID().replaceAll('-', '');
  let count = 0;

  function headersOf({ path, body, viewer, requestId }: Message): Record<string, string> {
    const nonce = `${origin}-${(count += 1).toString(36)}`;
    const sentAtMs = Date.parse(options.clock());
    const signature = signer.sign({ method: 'POST', path, sentAtMs, nonce, requestId, viewer }, body);
    return {
      'content-type': 'application/json',
      [headerNames.sentAtMs]: String(sentAtMs),
      [headerNames.nonce]: nonce,
      [headerNames.requestId]: requestId,
      ...(viewer === '' ? {} : { [headerNames.viewer]: viewer }),
      [headerNames.signature]: signature,
    };
  }

  return {
    post: (message) =>
      within(timeoutMs, message.signal, async (signal) => {
        const { path, body } = message;
        const request = { method: 'POST', path, headers: headersOf(message), body, signal } as const;
        return readJson(await pool.request(request));
      }),
    get: (path) =>
      within(timeoutMs, undefined, async (signal) => {
        const response = await pool.request({ method: 'GET', path, signal });
        await response.body.dump();
        if (response.statusCode !== 200) throw new RemoteFault(`status ${response.statusCode}`);
      }),
    newRequestId: () => randomUUID().replaceAll('-', ''),
    close: () => pool.destroy(),
  };
}

async function readJson({ statusCode, body }: Dispatcher.ResponseData): Promise<unknown> {
  if (statusCode !== 200) {
    await body.dump();
    throw new RemoteFault(`status ${statusCode}`);
  }
  const text = await body.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new RemoteFault('unreadable');
  }
}

/** Gives up at the deadline, or when the caller does. */
async function within<Answer>(
  timeoutMs: number,
  given: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  const giveUp = () => {
    controller.abort(new RemoteFault('given-up'));
  };
  if (given?.aborted === true) throw new RemoteFault('given-up');
  const timer = setTimeout(() => {
    controller.abort(new RemoteFault('timeout'));
  }, timeoutMs);
  given?.addEventListener('abort', giveUp, { once: true });
  try {
    return await ask(controller.signal);
  } finally {
    clearTimeout(timer);
    given?.removeEventListener('abort', giveUp);
  }
}
