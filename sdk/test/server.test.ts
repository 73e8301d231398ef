import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createClient, type ClientOptions } from '../src/client.js';
import { ConnectionError, TimeoutError } from '../src/errors.js';
import { getDay } from './fakes.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let handler: Handler;
let endpoint: string;

beforeEach(async () => {
  server = createServer((request, response) => {
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const client = (options: Partial<ClientOptions> = {}): ReturnType<typeof createClient> =>
  createClient({ endpoint, token: 'token', random: () => 0, ...options });

const answer = (response: ServerResponse, value: unknown): void => {
  response.setHeader('content-type', 'application/graphql-response+json');
  response.end(JSON.stringify(value));
};

test('speaks HTTP with the platform fetch', async () => {
  const seen: Record<string, unknown>[] = [];
  handler = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
      });
      answer(response, { data: { day: '2026-11-02 å' } });
    });
  };
  await expect(client().run(getDay, { zone: 'Europe/Stockholm' })).resolves.toEqual({ day: '2026-11-02 å' });
  expect(seen).toEqual([
    {
      method: 'POST',
      url: '/graphql',
      authorization: 'Bearer token',
      body: { query: getDay.text, variables: { zone: 'Europe/Stockholm' } },
    },
  ]);
});

test('a connection that the service drops is tried again', async () => {
  let requests = 0;
  handler = (request, response) => {
    requests += 1;
    if (requests < 3) request.socket.destroy();
    else answer(response, { data: { day: 'third' } });
  };
  const timer = (callback: () => void, ms: number): (() => void) => {
    if (ms < 1_000) queueMicrotask(callback);
    return () => undefined;
  };
  await expect(client({ timer }).run(getDay, {})).resolves.toEqual({ day: 'third' });
});

test('a body that breaks off is a fault of the connection', async () => {
  handler = (request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"data":', () => request.socket.destroy());
  };
  await expect(client({ retries: 0 }).run(getDay, {})).rejects.toBeInstanceOf(ConnectionError);
});

test('an abort closes the request at the service', async () => {
  const controller = new AbortController();
  const closed = new Promise<void>((resolve) => {
    handler = (_request, response) => {
      response.on('close', resolve);
      controller.abort(new Error('enough'));
    };
  });
  await expect(client().run(getDay, {}, { signal: controller.signal })).rejects.toThrow('enough');
  await closed;
});

test('a timeout reaches a body that never ends', async () => {
  let expire: () => void = () => undefined;
  handler = (_request, response) => {
    response.write('{', () => {
      expire();
    });
  };
  const timer = (callback: () => void): (() => void) => {
    expire = callback;
    return () => undefined;
  };
  await expect(client({ timer, retries: 0 }).run(getDay, {})).rejects.toBeInstanceOf(TimeoutError);
});
