import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { close, drain, leanServer, listen } from '@mainstay/kernel/graph/http/lean-server';
import type { Asset, AssetSource } from '../explorer/assets.js';
import type { Exchange, GraphHandler } from './graph-handler.js';
import { failureReply, refusalReply, send, type Reply } from './reply.js';
import { requestIdOf } from './request-id.js';
import { refuseUnreadable } from './unreadable.js';

export interface FrontParts {
  readonly graph: GraphHandler;
  readonly ready: () => Promise<boolean>;
  readonly assets: AssetSource | null;
  readonly logger: Logger;
  /** How long a request may take to arrive in full. */
  readonly arrivalMs: number;
}

export interface Front {
  readonly url: string;
  /** Takes nothing new, lets running requests end within the grace, then gives up their reads. */
  stop(graceMs: number): Promise<void>;
}

const graphPath = '/graphql';

/** A lean node:http server: four kinds of path, and nothing that looks at a request it does not serve. */
export async function openFront(parts: FrontParts, port: number, host: string): Promise<Front> {
  const state: State = { running: new Set(), stopping: false };
  const answering = new WeakMap<Duplex, ServerResponse>();
  const server = leanServer(parts.arrivalMs);
  server.on('clientError', (fault: Error, socket) => {
    const response = answering.get(socket);
    refuseUnreadable(fault, socket, response?.headersSent === true && !response.writableFinished);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response);
    void serve(parts, state, request, response);
  });

  const origin = await listen(server, { port, host });
  return {
    url: `${origin}${graphPath}`,
    async stop(graceMs) {
      state.stopping = true;
      const giveUp = () => {
        for (const { cancellation } of state.running) cancellation?.cancel('shutdown');
      };
      await close(server, { graceMs, giveUp });
    },
  };
}

interface State {
  readonly running: Set<Exchange>;
  stopping: boolean;
}

/** One request from its headers to its answer and its line in the log; it never rejects. */
async function serve(
  parts: FrontParts,
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedMs = performance.now();
  const requestId = requestIdOf(request.headers['traceparent']);
  const exchange: Exchange = {
    request,
    response,
    requestId,
    url: urlOf(request),
    viewer: null,
    cancellation: null,
  };
  state.running.add(exchange);
  const note = (fault: unknown, message: string) => {
    parts.logger.error({ requestId, fault: fault instanceof Error ? fault.name : typeof fault }, message);
  };
  try {
    response.setHeader('x-request-id', requestId);
    const reply = await replyTo(parts, state, exchange).catch((fault: unknown) => {
      note(fault, 'a request failed');
      return failureReply(500, 'INTERNAL', 'Something went wrong on our side.', requestId);
    });
    if (state.stopping) response.setHeader('connection', 'close');
    send(response, reply);
    if (!request.complete) drain(request);
    log(parts.logger, exchange, { status: reply.status, ms: performance.now() - startedMs });
  } catch (fault) {
    note(fault, 'an answer failed');
    response.destroy();
  } finally {
    state.running.delete(exchange);
  }
}

async function replyTo(parts: FrontParts, state: State, exchange: Exchange): Promise<Reply> {
  const { pathname } = exchange.url;
  if (pathname === graphPath) return parts.graph(exchange);
  if (pathname === '/health') return plain(200, 'ok');
  if (pathname === '/ready')
    return !state.stopping && (await parts.ready()) ? plain(200, 'ready') : plain(503, 'waiting');
  const asset = await assetOf(parts.assets, exchange);
  if (asset === null) return nothingHere(parts.assets !== null);
  return {
    status: asset.status ?? 200,
    headers: { 'content-type': asset.contentType, ...asset.headers },
    body: asset.body,
  };
}

function nothingHere(explorer: boolean): Reply {
  const elsewhere = explorer ? ', and the explorer is at /explorer' : '';
  return refusalReply(
    404,
    'BAD_USER_INPUT',
    `There is nothing here. The graph is asked by POST ${graphPath}${elsewhere}.`,
  );
}

async function assetOf(assets: AssetSource | null, { request, url }: Exchange): Promise<Asset | null> {
  if (assets === null || (request.method !== 'GET' && request.method !== 'HEAD')) return null;
  return assets(url.pathname, request.headers);
}

/** The target as Node hands it over is a path, or, from an odd client, anything: then it is nowhere. */
function urlOf({ url = '/' }: IncomingMessage): URL {
  const nowhere = 'http://gateway.invalid/';
  // Put behind a host of ours, `//elsewhere/graphql` stays a path.
  return (url.startsWith('/') ? URL.parse(`http://gateway.invalid${url}`) : null) ?? new URL(nowhere);
}

function plain(status: number, text: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}

/** Who, how long, and how it ended; never what was asked or answered. */
function log(logger: Logger, exchange: Exchange, outcome: { status: number; ms: number }): void {
  const { viewer, requestId, cancellation, request, url } = exchange;
  const known = ['/health', '/ready', graphPath].includes(url.pathname);
  logger.info(
    {
      requestId,
      method: request.method,
      path: known ? url.pathname : 'other',
      status: outcome.status,
      ms: Math.round(outcome.ms * 10) / 10,
      ...(viewer === null ? {} : { role: viewer.role, vendorId: viewer.vendorId }),
      ...(cancellation?.reason ? { givenUp: cancellation.reason } : {}),
    },
    'answered',
  );
}
