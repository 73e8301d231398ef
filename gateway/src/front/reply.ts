import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { FaultCode } from '@mainstay/kernel/graph/errors';
import { securityHeaders } from './headers.js';
import { graphqlMedia, jsonMedia, type AnswerMedia } from './media.js';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { ...securityHeaders, ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** A refusal of the request itself, in the shape of a GraphQL answer so that clients need one reader. */
export function refusalReply(status: number, code: FaultCode, message: string, field?: string): Reply {
  const extensions = { code, ...(field === undefined ? {} : { field }) };
  return errorsReply(status, [{ message, extensions }], jsonMedia);
}

/** A failure of ours: it carries the reference under which the log tells more. */
export function failureReply(status: number, code: FaultCode, message: string, reference: string): Reply {
  return errorsReply(status, [{ message, extensions: { code, reference } }], jsonMedia);
}

/** A document that is not executed: the newer form tells it by its status, the older one answers 200. */
export function documentReply(errors: readonly GraphQLFormattedError[], media: AnswerMedia): Reply {
  return errorsReply(media === graphqlMedia ? 400 : 200, errors, media);
}

function errorsReply(status: number, errors: readonly GraphQLFormattedError[], media: AnswerMedia): Reply {
  return {
    status,
    headers: { 'content-type': `${media}; charset=utf-8` },
    body: `${JSON.stringify({ errors })}\n`,
  };
}
