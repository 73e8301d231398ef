import { randomUUID } from 'node:crypto';

const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The W3C trace id that a well-formed `traceparent` carries, so that a client's log and ours can be laid side
 * by side; else one of ours. It ties all log lines of a request together and is the reference that errors quote.
 */
export function requestIdOf(header: string | string[] | undefined): string {
  const given = typeof header === 'string' ? traceparent.exec(header)?.[1] : undefined;
  return given === undefined || /^0+$/.test(given) ? randomUUID().replaceAll('-', '') : given;
}
