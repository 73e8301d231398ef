import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { SubgraphExecutor, SubgraphResult } from '@mainstay/kernel/graph/executor';
import type { EndedViewer, Viewer } from '@mainstay/kernel/graph/viewer';
import { subgraphCodeOf } from '../mask.js';
import type { Cancellation } from './cancellation.js';
import { failureErrors, placedErrors, type Fetch } from './fetch-failure.js';

/** One client request while it runs; what its subgraphs are told, and nothing of its headers. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly cancellation: Cancellation;
}

export interface SubgraphFetch extends Fetch {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly isMutation: boolean;
}

/** What comes back, with each error at its place; it never rejects. */
export interface FetchAnswer {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[];
}

export interface Subgraphs {
  call(name: string, fetch: SubgraphFetch, context: RequestContext): Promise<FetchAnswer>;
  /** Resolves when no mutation is under way any more. */
  settled(): Promise<void>;
}

const unavailable = { code: 'UNAVAILABLE', message: '' } as const;

export function createSubgraphs(
  executors: Readonly<Record<string, SubgraphExecutor>>,
  logger: Logger,
  forget: (ended: EndedViewer) => unknown,
): Subgraphs {
  const changes = new Set<Promise<unknown>>();

  async function ask(
    name: string,
    fetch: SubgraphFetch,
    { context, signal }: { context: RequestContext; signal: AbortSignal | undefined },
  ): Promise<SubgraphResult | null> {
    const executor = executors[name];
    if (executor === undefined) return null;
    try {
      const result = await executor({
        document: fetch.document,
        operationName: fetch.operationName,
        variables: fetch.variables,
        viewer: context.viewer,
        requestId: context.requestId,
        signal,
      });
      // Also of an answer that comes too late for its asker.
      result.extensions?.endedViewers.forEach(forget);
      return result;
    } catch (fault) {
      if (signal?.aborted !== true) note(name, context, kindOf(fault));
      return null;
    }
  }

  function note(subgraph: string, { requestId }: RequestContext, fault: string): void {
    logger.error({ requestId, subgraph, fault }, 'a subgraph failed');
  }

  async function read(name: string, fetch: SubgraphFetch, context: RequestContext) {
    if (isOver(context)) return null;
    const share = context.cancellation.share();
    try {
      const result = await Promise.race([ask(name, fetch, { context, signal: share.signal }), share.over]);
      if (share.signal.aborted && !isOver(context)) note(name, context, 'late');
      return result;
    } finally {
      share.end();
    }
  }

  /** A vanished client does not stop a change that was accepted; after the deadline no further one begins. */
  async function change(name: string, fetch: SubgraphFetch, context: RequestContext) {
    const { cancellation } = context;
    if (cancellation.reason === 'timeout') return null;
    const answering = ask(name, fetch, { context, signal: undefined });
    changes.add(answering);
    void answering.finally(() => changes.delete(answering));
    const late = cancellation.cancelled.then((reason) => (reason === 'timeout' ? null : answering));
    return Promise.race([answering, late]);
  }

  return {
    async call(name, fetch, context) {
      const result = await (fetch.isMutation ? change : read)(name, fetch, context);
      if (result === null) return { errors: failureErrors(fetch, unavailable) };
      return placed(fetch, result, context.requestId);
    },
    async settled() {
      while (changes.size > 0) await Promise.allSettled(changes);
    },
  };
}

function isOver({ cancellation }: RequestContext): boolean {
  return cancellation.reason !== null;
}

function placed(fetch: Fetch, result: SubgraphResult, requestId: string): FetchAnswer {
  const { data, errors } = result;
  if (errors === undefined || errors.length === 0) {
    return data === undefined || data === null
      ? { errors: failureErrors(fetch, { code: 'INTERNAL', message: '', reference: requestId }) }
      : { data };
  }
  return { data, errors: placedErrors(fetch, errors.map(withCode)) };
}

/** The executor adds a code of its own to an error without one; ours is there first. */
function withCode(error: GraphQLFormattedError): GraphQLFormattedError {
  const code = subgraphCodeOf(error.extensions?.['code']);
  return { ...error, extensions: { ...error.extensions, code } };
}

/** Enough to search by; the message may hold an address or a value. */
function kindOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  return 'code' in fault && typeof fault.code === 'string' ? `${fault.name} ${fault.code}` : fault.name;
}
