import type { Logger } from 'pino';
import type { SubgraphExecutor } from '@mainstay/kernel/graph/executor';
import { createAnswerTo } from './answer.js';
import { createPresentedIn, type PublicDocument } from './document/public-documents.js';
import { createDocuments } from './document/documents.js';
import { defaultLimits, type Limits } from './document/limits.js';
import { openGraph } from './execution/plan.js';
import { createSubgraphs } from './execution/subgraphs.js';
import type { AssetSource } from './explorer/assets.js';
import { createExplorer } from './explorer/explorer.js';
import type { Demo } from './explorer/personas.js';
import { openApollo } from './front/apollo.js';
import { createGraphHandler } from './front/graph-handler.js';
import { createWithoutToken, defaultPublicRates, type PublicRates } from './front/without-token.js';
import { createReady, type Readiness } from './front/health.js';
import { openFront } from './front/server.js';
import { createTokenVerifier, type Issuer } from './identity/tokens.js';
import { createPresenterOf, createViewerOf } from './identity/viewer-of.js';
import { createViewers, type ResolveViewer, type ViewerChange } from './identity/viewers.js';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** One for each subgraph of the supergraph, by its name there: in process or remote, it is the same to us. */
  readonly executors: Readonly<Record<string, SubgraphExecutor>>;
  readonly resolveViewer: ResolveViewer;
  readonly issuers: readonly Issuer[];
  /** Documents that may be sent without a token; none unless told. */
  readonly publicDocuments?: readonly PublicDocument[];
  readonly publicRates?: PublicRates;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  readonly logger: Logger;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** What /ready asks besides the gateway itself. */
  readonly readiness?: Readiness;
  readonly limits?: Partial<Limits>;
  /** How long an operation may take; then its reads are given up. */
  readonly timeoutMs?: number;
  /** How long a request may take to arrive in full. */
  readonly arrivalMs?: number;
  readonly maxBodyBytes?: number;
  /** Where the explorer's bundle is or will be; none, and there is no explorer. */
  readonly explorerFolder?: string;
  /** Whom the explorer offers its reader to be: for demo data alone. */
  readonly demo?: Demo;
}

export interface Gateway {
  readonly url: string;
  /** Forgets kept viewers, before the answer of the change that concerns them leaves. */
  dropViewer(change: ViewerChange): number;
  stop(): Promise<void>;
}

const defaultBodyBytes = 1_000_000;
const defaultArrivalMs = 15_000;
const defaultTimeoutMs = 10_000;

function explorerOf({ explorerFolder, demo }: GatewayOptions): AssetSource | null {
  if (explorerFolder === undefined) return null;
  return createExplorer({ folder: explorerFolder, ...(demo === undefined ? {} : { demo }) });
}

export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { logger, clock } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const viewers = createViewers(options.resolveViewer);
  const subgraphs = createSubgraphs(options.executors, logger, (ended) => viewers.drop(ended));
  const graph = await openGraph(options.supergraphSdl, subgraphs);
  const documents = createDocuments(graph.schema, limits);
  const answerTo = createAnswerTo(graph, limits, logger);
  const { schema } = graph;
  const apollo = await openApollo({
    schema,
    supergraphSdl: options.supergraphSdl,
    documents,
    answerTo,
    logger,
  });
  const onFault = (fault: unknown): void => {
    logger.error(
      { fault: fault instanceof Error ? fault.name : typeof fault },
      'a viewer could not be resolved',
    );
  };
  const viewerOf = createViewerOf({
    ...{ tokens: createTokenVerifier(options.issuers), viewers, clock, onFault },
  });
  const body = { maxBytes: options.maxBodyBytes ?? defaultBodyBytes, maxNesting: limits.nesting };
  const assets = explorerOf(options);
  const withoutToken = createWithoutToken({
    presentedIn: createPresentedIn(options.publicDocuments ?? []),
    presenterOf: createPresenterOf({ viewers, clock, onFault }),
    ...{ body, clock, rates: options.publicRates ?? defaultPublicRates },
  });
  const graphHandler = createGraphHandler({
    viewerOf,
    withoutToken: (options.publicDocuments ?? []).length === 0 ? null : withoutToken,
    documents,
    apollo,
    body,
    timeoutMs,
    explorer: assets !== null,
  });
  const ready = createReady(options.readiness ?? {}, logger);
  const front = await openFront(
    {
      graph: graphHandler,
      ready,
      assets,
      logger,
      arrivalMs: options.arrivalMs ?? defaultArrivalMs,
    },
    options.port,
    options.host ?? '127.0.0.1',
  );
  let stopped: Promise<void> | null = null;
  async function stop(): Promise<void> {
    await front.stop(timeoutMs);
    await subgraphs.settled();
    await apollo.stop();
  }
  return {
    url: front.url,
    dropViewer: (change) => viewers.drop(change),
    stop: () => (stopped ??= stop()),
  };
}
