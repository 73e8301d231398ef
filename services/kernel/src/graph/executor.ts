import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { EndedViewer, Viewer } from './viewer.js';

/** One operation for one subgraph, however it travels. */
export interface SubgraphRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** A missing viewer throws: nothing is ever read without knowing for whom. */
  readonly viewer: Viewer;
  /** Ties log lines of one client request together. */
  readonly requestId: string;
  /** Reaches reads and never mutations. */
  readonly signal?: AbortSignal | undefined;
}

/** Values as JSON, errors without originals: the same in process and over HTTP. */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  /** What the gateway is told beside the answer; none of it leaves the house. */
  readonly extensions?: SubgraphExtensions | undefined;
}

export interface SubgraphExtensions {
  /** Whoever keeps viewers forgets these before anything is answered. */
  readonly endedViewers: readonly EndedViewer[];
}

/** A subgraph is this value; whether it is called directly or over HTTP is the only difference. */
export type SubgraphExecutor = (request: SubgraphRequest) => Promise<SubgraphResult>;
