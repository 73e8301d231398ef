import type { IncomingMessage } from 'node:http';
import type { GraphLogger } from './format-error.js';
import { createAdmission, type Admission, type Claim } from './http/admission.js';
import { openGraphDoor, type GraphDoor } from './http/apollo.js';
import { asJson, asObject, isJson, readBody } from './http/body.js';
import { openListener, type Exchange } from './http/listener.js';
import { createReadiness } from './http/readiness.js';
import { json, refusal, text, type Reply } from './http/reply.js';
import { readViewer } from './http/written-viewer.js';
import { faultKind } from '../values/retry.js';
import { UserFault } from './errors.js';
import type { Service } from './service.js';

/** A call between our own processes beside GraphQL; it reads what it is given as it would a stranger's. */
export type InternalCall = (body: unknown) => Promise<unknown>;

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Shared by the processes of one house; who does not hold it is not heard. */
  readonly meshKey: string;
  /** The real instant, ISO 8601: it rules how old a signature may be. */
  readonly clock: () => string;
  readonly logger: GraphLogger;
  readonly internal?: Readonly<Record<string, InternalCall>>;
  readonly maxBodyBytes?: number;
  /** How long a request may take to arrive in full. */
  readonly arrivalMs?: number;
}

export interface ServedSubgraph {
  /** The origin; its paths are the client's business. */
  readonly url: string;
  /** Takes nothing new and lets what runs end; the service itself stays open. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

const defaultBodyBytes = 1_000_000;
const defaultArrivalMs = 15_000;
const skewMs = 30_000;
const graceMs = 10_000;
const internalPrefix = '/internal/';

/** Serves a subgraph to the other processes of the house: the same executor, behind signed requests only. */
export async function serveSubgraph(service: Service, options: ServeOptions): Promise<ServedSubgraph> {
  const { logger, meshKey, clock } = options;
  const subgraph = service.name;
  const graph = await openGraphDoor(service, logger);
  const ready = createReadiness(
    () => service.ready(),
    () => {
      logger.warn({ subgraph }, 'the service is not ready');
    },
  );
  const door: Door = {
    subgraph,
    logger,
    graph,
    ready,
    admission: createAdmission({ meshKey, clock, skewMs }),
    internal: new Map(Object.entries(options.internal ?? {})),
    maxBodyBytes: options.maxBodyBytes ?? defaultBodyBytes,
  };
  const listener = await openListener({
    port: options.port,
    host: options.host ?? '127.0.0.1',
    arrivalMs: options.arrivalMs ?? defaultArrivalMs,
    answer: (exchange) => answerOf(door, exchange),
    onFault: (fault) => {
      logger.error({ subgraph, fault: faultKind(fault) }, 'a request failed');
    },
  });
  let stopped: Promise<void> | null = null;
  async function stop(): Promise<void> {
    await listener.stop(graceMs);
    await graph.stop();
  }
  return { url: listener.url, stop: () => (stopped ??= stop()) };
}

interface Door {
  readonly subgraph: string;
  readonly logger: GraphLogger;
  readonly graph: GraphDoor;
  readonly ready: () => Promise<boolean>;
  readonly admission: Admission;
  readonly internal: ReadonlyMap<string, InternalCall>;
  readonly maxBodyBytes: number;
}

async function answerOf(door: Door, { request, signal }: Exchange): Promise<Reply> {
  const path = request.url ?? '';
  if (path === '/health' || path === '/ready') {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, { allow: 'GET, HEAD' });
    if (path === '/health') return text(200, 'ok');
    return (await door.ready()) ? text(200, 'ready') : text(503, 'waiting');
  }
  if (path !== '/graphql' && !path.startsWith(internalPrefix)) return refusal(404);
  if (request.method !== 'POST') return refusal(405, { allow: 'POST' });
  if (!isJson(request)) return refusal(415);
  const admitted = await admit(door, request);
  if ('status' in admitted) return admitted;
  const { claim, body } = admitted;
  return path === '/graphql' ? graphAnswer(door, admitted, signal) : internalAnswer(door, claim, body);
}

interface Admitted {
  readonly claim: Claim;
  readonly body: Buffer;
}

async function admit(door: Door, request: IncomingMessage): Promise<Admitted | Reply> {
  const claim = door.admission.claimOf(request);
  if (typeof claim === 'string') return unheard(door, claim);
  const body = await readBody(request, door.maxBodyBytes);
  if (body === 'too-large') return refusal(413);
  if (body === 'aborted') return refusal(400);
  const refused = door.admission.refusalOf(claim, body);
  return refused === null ? { claim, body } : unheard(door, refused);
}

function unheard({ logger, subgraph }: Door, reason: string): Reply {
  logger.warn({ subgraph, reason }, 'a request was not heard');
  return refusal(401);
}

async function graphAnswer(door: Door, { claim, body }: Admitted, signal: AbortSignal): Promise<Reply> {
  const { viewer: written, requestId } = claim.envelope;
  const viewer = readViewer(written);
  if (viewer === null) return unheard(door, 'no-viewer');
  const operation = asObject(body);
  if (operation === null) return refusal(400);
  return door.graph.answer({ body: operation, viewer, requestId, signal });
}

async function internalAnswer(door: Door, { envelope }: Claim, body: Buffer): Promise<Reply> {
  const name = envelope.path.slice(internalPrefix.length);
  const call = door.internal.get(name);
  if (call === undefined) return refusal(404);
  const given = asJson(body);
  if (given === undefined) return refusal(400);
  try {
    return json(200, JSON.stringify((await call(given)) ?? null));
  } catch (fault) {
    const { subgraph, logger } = door;
    logger.error(
      { subgraph, requestId: envelope.requestId, call: name, fault: faultKind(fault) },
      'a call failed',
    );
    return refusal(fault instanceof UserFault && fault.code === 'UNAVAILABLE' ? 503 : 500);
  }
}
