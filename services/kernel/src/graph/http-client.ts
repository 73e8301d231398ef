import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './executor.js';
import { UserFault, type FaultCode } from './errors.js';
import type { GraphLogger } from './format-error.js';
import { sentOperation } from './http/sent-operation.js';
import { openWire, RemoteFault, type Wire } from './http/wire.js';
import { writeViewer } from './http/written-viewer.js';

export interface RemoteOptions {
  /** The origin that the other process listens at. */
  readonly url: string;
  readonly meshKey: string;
  /** The real instant, ISO 8601; signatures carry it. */
  readonly clock: () => string;
  /** From the first byte sent to the last one received; 10,000 unless told. */
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  /** Connections at most; 64 unless told. */
  readonly connections?: number;
  /** Told what kind of failure it was; the caller is not. */
  readonly logger?: GraphLogger;
}

/** A subgraph in another process: the same value as one in this process. */
export interface RemoteExecutor extends SubgraphExecutor {
  /** Resolves when the other process can answer. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const unavailable = 'This part of the graph does not answer at the moment.';

/**
 * Sends each operation by itself, merged with nothing and never twice: an answer belongs to the one viewer that is
 * signed into its request. It rejects for a missing viewer and for nothing else.
 */
export function remoteExecutor(options: RemoteOptions): RemoteExecutor {
  const wire = openWire(options);
  async function execute(request: SubgraphRequest): Promise<SubgraphResult> {
    if ((request.viewer as unknown) === undefined || (request.viewer as unknown) === null)
      throw new Error('A remote subgraph was asked without a viewer.');
    const { document, operationName, variables, viewer, requestId } = request;
    const { text, isMutation } = sentOperation(document, operationName);
    const signal = isMutation ? undefined : request.signal;
    try {
      const body = JSON.stringify({ query: text, operationName, variables });
      const answer = await wire.post({
        path: '/graphql',
        body,
        viewer: writeViewer(viewer),
        requestId,
        signal,
      });
      return resultOf(answer);
    } catch (fault) {
      note(options, { requestId, signal }, fault);
      const code: FaultCode = 'UNAVAILABLE';
      return { errors: [{ message: unavailable, extensions: { code } }] };
    }
  }
  return Object.assign(execute, {
    ready: () => readyBy(wire),
    close: () => wire.close(),
  });
}

/** A call of another process beside GraphQL. */
export interface RemoteInternal<Answer> {
  (body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** `read` makes sense of what comes back, and throws when there is none. Every failure reads UNAVAILABLE. */
export function remoteInternal<Answer>(
  options: RemoteOptions,
  name: string,
  read: (answer: unknown) => Answer,
): RemoteInternal<Answer> {
  const wire = openWire(options);
  async function call(body: unknown): Promise<Answer> {
    const requestId = wire.newRequestId();
    try {
      return read(
        await wire.post({ path: `/internal/${name}`, body: JSON.stringify(body), viewer: '', requestId }),
      );
    } catch (fault) {
      note(options, { requestId }, fault);
      throw new UserFault('UNAVAILABLE', unavailable);
    }
  }
  return Object.assign(call, { close: () => wire.close() });
}

async function readyBy(wire: Wire): Promise<void> {
  try {
    await wire.get('/ready');
  } catch {
    throw new UserFault('UNAVAILABLE', unavailable);
  }
}

function resultOf(answer: unknown): SubgraphResult {
  if (answer === null || typeof answer !== 'object') throw new RemoteFault('unreadable');
  const { data, errors, extensions } = answer as { data?: unknown; errors?: unknown; extensions?: unknown };
  if (data !== undefined && (typeof data !== 'object' || Array.isArray(data)))
    throw new RemoteFault('unreadable');
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isError)))
    throw new RemoteFault('unreadable');
  if (extensions !== undefined && !tellsWhoEnded(extensions)) throw new RemoteFault('unreadable');
  if (data === undefined && errors === undefined) throw new RemoteFault('unreadable');
  return answer;
}

function tellsWhoEnded(extensions: unknown): boolean {
  if (extensions === null || typeof extensions !== 'object' || !('endedViewers' in extensions)) return false;
  const { endedViewers } = extensions;
  return Array.isArray(endedViewers) && endedViewers.every((one) => typeof one === 'object' && one !== null);
}

function isError(error: unknown): boolean {
  return (
    error !== null && typeof error === 'object' && 'message' in error && typeof error.message === 'string'
  );
}

/** A kind alone: messages of the network name addresses. Who gave up itself is told nothing. */
function note(
  { logger }: RemoteOptions,
  { requestId, signal }: { requestId: string; signal?: AbortSignal | undefined },
  fault: unknown,
): void {
  if (signal?.aborted === true) return;
  logger?.error({ requestId, fault: kindOf(fault) }, 'another process did not answer');
}

function kindOf(fault: unknown): string {
  if (fault instanceof RemoteFault) return fault.kind;
  const { code, name } = fault as { code?: unknown; name?: unknown };
  return [code, name].find((one) => typeof one === 'string') ?? typeof fault;
}
