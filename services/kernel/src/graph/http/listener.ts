import type { IncomingMessage, ServerResponse } from 'node:http';
import { close, drain, leanServer, listen } from './lean-server.js';
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

/** A lean node:http server that knows what it still has to answer. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const running = new Set<Running>();
  let stopping = false;
  const server = leanServer(options.arrivalMs);
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

  return {
    url: await listen(server, options),
    stopping: () => stopping,
    async stop(graceMs) {
      stopping = true;
      await close(server, {
        graceMs,
        giveUp: () => {
          for (const { controller } of running) controller.abort();
        },
        answered: () => allDone(running),
      });
    },
  };
}

async function allDone(running: ReadonlySet<Running>): Promise<void> {
  while (running.size > 0) await Promise.allSettled([...running].map(({ done }) => done));
}

/** Of bytes that are no HTTP request, or that did not all come in time. */
function statusOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  return '400 Bad Request';
}
