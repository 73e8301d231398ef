import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { Documents } from '../document/documents.js';
import { Cancellation } from '../execution/cancellation.js';
import type { ViewerOf } from '../identity/viewer-of.js';
import { mayIntrospect } from '../introspection.js';
import { maskErrors } from '../mask.js';
import type { ApolloFront } from './apollo.js';
import { readBody, type Body, type BodyLimits } from './body.js';
import { hasDoubtfulHeaders, headerOf } from './headers.js';
import { isJsonBody, negotiate, type AnswerMedia } from './media.js';
import { nestsDeeper } from './nesting.js';
import { faultOfBody, faultOfSearch, type ParameterFault } from './parameters.js';
import type { WithoutToken } from './without-token.js';
import { documentReply, failureReply, refusalReply, type Reply } from './reply.js';

export interface GraphParts {
  readonly viewerOf: ViewerOf;
  readonly documents: Documents;
  /** Hears who comes without a token; null where there are no public documents. */
  readonly withoutToken: ((request: IncomingMessage) => Promise<WithoutToken>) | null;
  readonly apollo: ApolloFront;
  readonly body: BodyLimits;
  readonly timeoutMs: number;
  /** Whether a person with a browser finds an explorer here. */
  readonly explorer: boolean;
}

/** One request on its way; `viewer` is filled as soon as it is known, for the log. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly requestId: string;
  viewer: Viewer | null;
  cancellation: Cancellation | null;
}

export type GraphHandler = (exchange: Exchange) => Promise<Reply>;

/** Who asks comes first; only for a known viewer is anything read, and only then parsed. */
export function createGraphHandler(parts: GraphParts): GraphHandler {
  return async (exchange) => {
    const { request } = exchange;
    if (hasDoubtfulHeaders(request)) return refusalReply(400, 'BAD_USER_INPUT', 'A header is given twice.');
    if (parts.withoutToken !== null && request.headers.authorization === undefined)
      return answerWithoutToken(parts, exchange, await parts.withoutToken(request));
    const asker = await parts.viewerOf({
      authorization: headerOf(request, 'authorization'),
      membership: headerOf(request, 'mainstay-membership'),
    });
    if (asker.kind !== 'viewer') return unidentified(asker.kind, exchange.requestId);
    exchange.viewer = asker.viewer;
    const media = negotiate(headerOf(request, 'accept'));
    if (media === null) return notAcceptable(parts.explorer);
    if (request.method !== 'POST' && request.method !== 'GET') return wrongMethod;
    const answering = { exchange, viewer: asker.viewer, media };
    if (request.method !== 'POST') {
      if (parametersNestDeeper(exchange.url, parts.body.maxNesting)) return refusedBody['too-deep'];
      const fault = faultOfSearch(exchange.url.searchParams);
      if (fault !== null) return badParameter(fault);
      return answer(parts, { ...answering, body: null });
    }
    const body = await bodyOf(request, parts.body);
    if (body.kind !== 'object') return refusedBody[body.kind];
    const fault = faultOfBody(body.value);
    return fault === null ? answer(parts, { ...answering, body: body.value }) : badParameter(fault);
  };
}

async function answerWithoutToken(
  parts: GraphParts,
  exchange: Exchange,
  heard: WithoutToken,
): Promise<Reply> {
  if (heard.kind === 'limited') return tooMany(heard.retryAfter);
  if (heard.kind !== 'viewer') return unidentified(heard.kind, exchange.requestId);
  const { viewer, body } = heard;
  exchange.viewer = viewer;
  const media = negotiate(headerOf(exchange.request, 'accept'));
  if (media === null) return notAcceptable(parts.explorer);
  const fault = faultOfBody(body);
  return fault === null ? answer(parts, { exchange, viewer, media, body }) : badParameter(fault);
}

function tooMany(retryAfter: number): Reply {
  const message = `Too many requests without a token: try again in ${String(retryAfter)} seconds.`;
  return withHeader(refusalReply(429, 'RATE_LIMITED', message), { 'retry-after': String(retryAfter) });
}

function notAcceptable(explorer: boolean): Reply {
  const elsewhere = explorer ? ' The explorer, for people, is at /explorer.' : '';
  const message = `The graph answers in JSON only: accept application/json or application/graphql-response+json.${elsewhere}`;
  return refusalReply(406, 'BAD_USER_INPUT', message);
}

const wrongMethod: Reply = withHeader(
  refusalReply(
    405,
    'BAD_USER_INPUT',
    'The graph is asked by POST with a JSON body, or by GET with the query in the URL.',
  ),
  { allow: 'GET, POST' },
);

function badParameter({ message, field }: ParameterFault): Reply {
  return refusalReply(400, 'BAD_USER_INPUT', message, field);
}

function unidentified(kind: 'refused' | 'ambiguous' | 'unavailable', requestId: string): Reply {
  if (kind !== 'unavailable') return unknownAsker[kind];
  const message = 'Who asks cannot be found out at the moment.';
  return failureReply(503, 'UNAVAILABLE', message, requestId);
}

const unknownAsker: Readonly<Record<'refused' | 'ambiguous', Reply>> = {
  refused: withHeader(refusalReply(401, 'UNAUTHENTICATED', 'Credentials are missing or not valid.'), {
    'www-authenticate': 'Bearer',
  }),
  ambiguous: refusalReply(
    400,
    'BAD_USER_INPUT',
    'Several memberships are yours: name one in the header Mainstay-Membership.',
  ),
};

function withHeader(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

interface Answering {
  readonly exchange: Exchange;
  readonly viewer: Viewer;
  readonly media: AnswerMedia;
  readonly body: Readonly<Record<string, unknown>> | null;
}

async function answer(parts: GraphParts, { exchange, viewer, media, body }: Answering): Promise<Reply> {
  const { request, response, url, requestId } = exchange;
  const text = body === null ? url.searchParams.get('query') : body['query'];
  if (typeof text === 'string' && text !== '') {
    const read = parts.documents.read(text, mayIntrospect(viewer));
    if (read.document === null) {
      return documentReply(
        maskErrors(
          read.errors.map((error) => error.toJSON()),
          requestId,
        ),
        media,
      );
    }
  }
  const cancellation = new Cancellation(parts.timeoutMs);
  exchange.cancellation = cancellation;
  const left = () => {
    if (!response.writableFinished) cancellation.cancel('disconnect');
  };
  response.once('close', left);
  try {
    return await parts.apollo.reply({
      method: request.method ?? '',
      search: url.search,
      body,
      media,
      context: { viewer, requestId, cancellation },
    });
  } finally {
    cancellation.done();
    response.off('close', left);
  }
}

type PostedBody = Body | { readonly kind: 'not-our-media' };

/** The JSON that a GET carries in its query string. */
function parametersNestDeeper({ searchParams }: URL, limit: number): boolean {
  const texts = [...searchParams.getAll('variables'), ...searchParams.getAll('extensions')];
  return texts.some((text) => nestsDeeper(Buffer.from(text), limit));
}

async function bodyOf(request: IncomingMessage, limits: BodyLimits): Promise<PostedBody> {
  const readable = isJsonBody(headerOf(request, 'content-type'));
  if (!readable || request.headers['content-encoding'] !== undefined) return { kind: 'not-our-media' };
  return readBody(request, limits);
}

const refusedBody: Readonly<Record<Exclude<PostedBody['kind'], 'object'>, Reply>> = {
  'not-our-media': refusalReply(
    415,
    'BAD_USER_INPUT',
    'A body must be JSON in UTF-8, not compressed, and say so: `content-type: application/json`.',
  ),
  'too-large': refusalReply(413, 'BAD_USER_INPUT', 'The body is too large.'),
  'not-utf8': refusalReply(400, 'BAD_USER_INPUT', 'The body is not UTF-8.'),
  'not-json': refusalReply(400, 'BAD_USER_INPUT', 'The body is not JSON.'),
  'too-deep': refusalReply(400, 'BAD_USER_INPUT', 'The JSON nests too deep.'),
  'not-an-object': refusalReply(
    400,
    'BAD_USER_INPUT',
    'The body must be one JSON object, as in {"query":"{ __typename }"}.',
  ),
  aborted: refusalReply(400, 'BAD_USER_INPUT', 'The body ended early.'),
};
