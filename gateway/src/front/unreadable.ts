import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalReply } from './reply.js';
import { securityHeaders } from './headers.js';

/** What is wrong with bytes that are no HTTP request, or that did not all come in time. */
const refusals: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The body is too large.'],
};
const malformed = [400, 'This is not a request by HTTP/1.1.'] as const;

/** Answers on the bare connection, in the same shape as every other refusal, and closes it. */
export function refuseUnreadable(fault: Error, socket: Duplex, midAnswer: boolean): void {
  if (!socket.writable || midAnswer) {
    socket.destroy();
    return;
  }
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : '';
  const [status, message] = refusals[code] ?? malformed;
  const reply = refusalReply(status, 'BAD_USER_INPUT', message);
  const headers = {
    ...securityHeaders,
    ...reply.headers,
    connection: 'close',
    'content-length': Buffer.byteLength(reply.body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', ''].join('\r\n');
  socket.end(`${head}${reply.body.toString()}`, () => socket.destroy());
}
