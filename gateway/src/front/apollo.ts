import { ApolloServer, HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { apolloSettings } from '@mainstay/kernel/graph/http/apollo-settings';
import type { AnswerTo } from '../answer.js';
import type { Documents } from '../document/documents.js';
import type { RequestContext } from '../execution/subgraphs.js';
import { codeOf, maskError } from '../mask.js';
import { jsonMedia, type AnswerMedia } from './media.js';

export interface GraphRequest {
  readonly method: string;
  /** The query string of a GET. */
  readonly search: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly media: AnswerMedia;
  readonly context: RequestContext;
}

export interface GraphReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ApolloFront {
  reply(request: GraphRequest): Promise<GraphReply>;
  stop(): Promise<void>;
}

interface Parts {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly documents: Documents;
  readonly answerTo: AnswerTo;
  readonly logger: Logger;
}

/** What travels through Apollo beside the request; `asked` says that the request itself was well-formed. */
interface Carried {
  readonly carried: { readonly context: RequestContext; asked: boolean };
}

/**
 * @apollo/server as the front: it reads the GraphQL-over-HTTP parameters and refuses what it must (mutations by
 * GET, several operations at once), and hands everything else to plain functions by its `gateway` hook.
 */
export async function openApollo(parts: Parts): Promise<ApolloFront> {
  const server = new ApolloServer<Carried>({
    ...apolloSettings(() => {
      parts.logger.warn('the front reports a problem');
    }),
    gateway: gatewayOf(parts),
    documentStore: storeOf(parts.documents),
    formatError: (formatted) => maskForeign(formatted, parts.logger),
  });
  await server.start();
  return {
    reply: (request) => replyBy(server, request),
    stop: () => server.stop(),
  };
}

async function replyBy(server: ApolloServer<Carried>, request: GraphRequest): Promise<GraphReply> {
  const carried = { context: request.context, asked: false };
  const headers = new HeaderMap([['accept', request.media]]);
  if (request.body !== null) headers.set('content-type', jsonMedia);
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers,
      search: request.search,
      body: request.body,
    },
    context: () => Promise.resolve({ carried }),
  });
  const body = response.body.kind === 'complete' ? response.body.string : '';
  const status = toldStatus(response.status ?? 200, carried.asked, request.media);
  return { status, headers: Object.fromEntries(response.headers), body };
}

/**
 * A well-formed request whose document or variables are at fault answers 200 in the older form; one that asked
 * nothing never does, though Apollo has a refusal with 200 (of documents named by their hash).
 */
function toldStatus(status: number, asked: boolean, media: AnswerMedia): number {
  if (!asked) return status === 200 ? 400 : status;
  return media === jsonMedia && status < 500 ? 200 : status;
}

type ApolloConfig = ConstructorParameters<typeof ApolloServer<Carried>>[0];
type GatewayHook = NonNullable<Extract<ApolloConfig, { gateway?: unknown }>['gateway']>;

function gatewayOf({ schema, supergraphSdl, answerTo }: Parts): GatewayHook {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return () => undefined;
    },
    load: () =>
      Promise.resolve({
        async executor({ document, request, context }) {
          const { carried } = context as Carried;
          carried.asked = true;
          const asked = {
            document,
            operationName: request.operationName ?? null,
            variables: request.variables ?? {},
          };
          const { errors, ...answer } = await answerTo(asked, carried.context);
          return errors === undefined ? answer : { ...answer, errors: errors.map(asGraphQLError) };
        },
      }),
    stop: () => Promise.resolve(),
  };
}

type Formatted = NonNullable<Awaited<ReturnType<AnswerTo>>['errors']>[number];

function asGraphQLError({ message, path, extensions, locations }: Formatted): GraphQLError {
  const status = codeOf(extensions?.['code']) === 'FORBIDDEN' && path === undefined ? 403 : undefined;
  const error = new GraphQLError(message, {
    path: path ?? null,
    extensions: { ...extensions, ...(status === undefined ? {} : { http: { status } }) },
  });
  if (locations !== undefined)
    Object.defineProperty(error, 'locations', { value: locations, enumerable: true });
  return error;
}

function maskForeign(formatted: Formatted, logger: Logger): Formatted {
  const masked = maskError(formatted, randomUUID());
  if (
    codeOf(formatted.extensions?.['code']) === 'INTERNAL' &&
    formatted.extensions?.['reference'] === undefined
  ) {
    logger.error({ reference: masked.extensions?.['reference'] }, 'the front failed');
  }
  return masked;
}

/** Apollo looks for a document by the hash of its text; ours are read, limited and validated by then. */
function storeOf(documents: Documents): NonNullable<ApolloConfig['documentStore']> {
  return {
    get: (key) => Promise.resolve(documents.byHash(key.slice(-64))),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
  };
}
