import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drain } from './body.js';
import { refusal, send, type Reply } from './reply.js';

export interface Exchange {
  readonly request: IncomingMessage;
  /** Aborts when the client has gone before its answer, or when a shutdown waits no longer. */
  readonly signal: AbortSignal;
}

export interface ListenerOptions {
  readonly port: number;
  readonly host: string;
  /** How long a request may take to arrive in full. */
  readonly arrivalMs: number;
  readonly answer: (exchange: Exchange) => Promise<Reply>;
  readonly onFault: (fault: unknown) => void;
}

export interface Listener {
  readonly url: string;
  readonly stopping: () => boolean;
  /** Takes nothing new and lets what runs end; after the grace its reads are given up. */
  stop(graceMs: number): Promise<void>;
}

interface Running {
  readonly done: Promise<void>;
  readonly controller: AbortController;
}

const cutMs = 1_000;

/** A lean node:http server that knows what it still has to answer. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const running = new Set<Running>();
  let stopping = false;
  const server = createServer({
    maxHeaderSize: 16_384,
    requestTimeout: options.arrivalMs,
    headersTimeout: Math.min(10_000, options.arrivalMs),
    // Node looks for late requests this often, by default only twice a minute.
    connectionsCheckingInterval: Math.min(5_000, options.arrivalMs),
    // Longer than the client keeps an idle connection, so that it is the client that closes it.
    keepAliveTimeout: 65_000,
  });
  server.on('clientError', (fault: NodeJS.ErrnoException, socket) => {
    const status = statusOf(fault);
    if (!socket.writable) socket.destroy();
    else socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const controller = new AbortController();
    const entry = { controller, done: serve(request, response, controller) };
    running.add(entry);
    void entry.done.finally(() => running.delete(entry));
  });

  async function serve(request: IncomingMessage, response: ServerResponse, controller: AbortController) {
    const left = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) controller.abort();
        resolve();
      });
    });
    const reply = stopping ? refusal(503) : await answered(request, controller.signal);
    if (stopping || !request.complete) response.setHeader('connection', 'close');
    send(response, reply);
    if (!request.complete) drain(request);
    await left;
  }

  async function answered(request: IncomingMessage, signal: AbortSignal): Promise<Reply> {
    try {
      return await options.answer({ request, signal });
    } catch (fault) {
      options.onFault(fault);
      return refusal(500);
    }
  }

  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  const { host } = options;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    stopping: () => stopping,
    async stop(graceMs) {
      stopping = true;
      await closed(server, running, graceMs);
    },
  };
}

function listening(server: Server, { port, host }: ListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closed(server: Server, running: ReadonlySet<Running>, graceMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  server.closeIdleConnections();
  const giveUp = setTimeout(() => {
    for (const { controller } of running) controller.abort();
  }, graceMs);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs + cutMs);
  while (running.size > 0) await Promise.allSettled([...running].map(({ done }) => done));
  // Everybody has an answer: who is still connected is only kept alive.
  server.closeAllConnections();
  await ended;
  clearTimeout(giveUp);
  clearTimeout(cut);
}

/** Of bytes that are no HTTP request, or that did not all come in time. */
function statusOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  return '400 Bad Request';
}
