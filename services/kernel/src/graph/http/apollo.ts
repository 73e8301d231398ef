import { ApolloServer, HeaderMap } from '@apollo/server';
import { GraphQLError, OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { FaultCode } from '../errors.js';
import type { GraphLogger } from '../format-error.js';
import type { Service } from '../service.js';
import type { Viewer } from '../viewer.js';
import { apolloSettings } from './apollo-settings.js';
import { json, type Reply } from './reply.js';

/** One operation as it came over the network, from an asker that is known. */
export interface NetworkOperation {
  /** `query`, `operationName` and `variables`, not yet looked at. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export interface GraphDoor {
  answer(operation: NetworkOperation): Promise<Reply>;
  stop(): Promise<void>;
}

/** What travels through Apollo beside the request; `asked` says that the executor was reached. */
interface Carried {
  readonly carried: { readonly operation: NetworkOperation; asked: boolean };
}

type Config = ConstructorParameters<typeof ApolloServer<Carried>>[0];
type GatewayHook = NonNullable<Extract<Config, { gateway?: unknown }>['gateway']>;

/**
 * @apollo/server reads the parameters and finds the document again that it has parsed before; the service's own
 * executor does the rest, the same one that is called in process. It also validates, once for a document, so that
 * the answer to a document that does not fit is the same on both ways.
 */
export async function openGraphDoor(service: Service, logger: GraphLogger): Promise<GraphDoor> {
  const server = new ApolloServer<Carried>({
    ...apolloSettings(() => {
      logger.warn({ subgraph: service.name }, 'the server reports a problem');
    }),
    gateway: hookOf(service),
    dangerouslyDisableValidation: true,
    formatError: passedOn,
  });
  await server.start();
  return { answer: (operation) => answerBy(server, operation), stop: () => server.stop() };
}

async function answerBy(server: ApolloServer<Carried>, operation: NetworkOperation): Promise<Reply> {
  const carried = { operation, asked: false };
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
      ]),
      search: '',
      body: operation.body,
    },
    context: () => Promise.resolve({ carried }),
  });
  const body = response.body.kind === 'complete' ? response.body.string : '';
  // What the executor answers is an answer, errors and all; any other status says that it was not reached.
  return json(carried.asked ? 200 : (response.status ?? 500), body);
}

function hookOf({ schema, executor }: Service): GatewayHook {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () =>
      Promise.resolve({
        async executor({ document, operation, request, context }) {
          const { carried } = context as Carried;
          carried.asked = true;
          const { viewer, requestId, signal } = carried.operation;
          const { data, errors, extensions } = await executor({
            document,
            operationName: request.operationName ?? undefined,
            variables: request.variables,
            viewer,
            requestId,
            // A change that was begun is finished, whoever still waits for it.
            signal:
              (operation as typeof operation | undefined)?.operation === OperationTypeNode.MUTATION
                ? undefined
                : signal,
          });
          return {
            ...(data === undefined ? {} : { data }),
            ...(errors === undefined ? {} : { errors: errors.map((error) => new AnsweredError(error)) }),
            ...(extensions === undefined ? {} : { extensions: { ...extensions } }),
          };
        },
      }),
    stop: () => Promise.resolve(),
  };
}

/** An error of the executor's answer on its way through Apollo, which takes real errors only. */
class AnsweredError extends GraphQLError {
  constructor(readonly answered: GraphQLFormattedError) {
    super(answered.message, { path: answered.path ?? null, extensions: answered.extensions ?? null });
  }
}

const unreadable = new Set(['GRAPHQL_PARSE_FAILED', 'BAD_REQUEST', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** The executor's errors leave as they are. Apollo's own quote what was sent, and are told by their kind alone. */
function passedOn(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  for (let at = error; at instanceof GraphQLError; at = at.originalError) {
    if (at instanceof AnsweredError) return at.answered;
  }
  const isUnreadable = unreadable.has(String(formatted.extensions?.['code']));
  const code: FaultCode = isUnreadable ? 'BAD_USER_INPUT' : 'INTERNAL';
  const message = isUnreadable ? 'The request cannot be read.' : 'Something went wrong on our side.';
  return { message, extensions: { code } };
}
