import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { headerNames } from './http/signature.js';
import { writeViewer } from './http/written-viewer.js';
import type { InternalCall } from './http.js';
import { send, signedRequest, type Sent, type Signed } from '../../../../test/harness/signed-request.js';
import {
  asked,
  closeAll,
  listening,
  nowMs,
  openTrial,
  remote,
  serve,
  viewer,
} from '../../../../test/harness/trial-subgraph.js';

afterEach(closeAll);

const otherViewer = writeViewer({ ...viewer, vendorId: 'vnd_2' });

describe('only signed requests are heard', () => {
  test('a signed one is', async () => {
    const { url } = await serve(openTrial());
    const response = await send(url, signedRequest());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { who: 'vnd_1' } });
  });

  test.each<[string, Partial<Signed>, Partial<Sent>]>([
    ['no signature', {}, { headers: { [headerNames.signature]: null } }],
    ['an empty signature', {}, { headers: { [headerNames.signature]: '' } }],
    ['a signature of the right form', {}, { headers: { [headerNames.signature]: 'A'.repeat(43) } }],
    ['the signature of another key', { key: 'another key, just as long as the right one' }, {}],
    ['no instant', {}, { headers: { [headerNames.sentAtMs]: null } }],
    ['no nonce', {}, { headers: { [headerNames.nonce]: null } }],
    ['an altered body', {}, { body: JSON.stringify({ query: '{ zone }' }) }],
    ['an altered viewer', {}, { viewer: otherViewer }],
    ['a viewer taken away', {}, { headers: { [headerNames.viewer]: null } }],
    ['an altered instant', {}, { sentAtMs: nowMs + 1 }],
    ['an altered nonce', {}, { nonce: 'another-nonce-altogether' }],
    ['an altered request id', {}, { requestId: 'r-2' }],
    ['an altered path', { path: '/internal/whoami' }, { path: '/graphql' }],
    ['a graph request turned into a call', {}, { path: '/internal/whoami' }],
    ['an altered method', { method: 'PUT' }, { method: 'POST' }],
    [
      'a body moved into the viewer',
      { viewer: '', body: `${otherViewer}\n{}` },
      { viewer: otherViewer, body: '{}' },
    ],
    ['too old', { sentAtMs: nowMs - 30_001 }, {}],
    ['from too far ahead', { sentAtMs: nowMs + 30_001 }, {}],
    ['signed without any viewer', { viewer: '' }, { headers: { [headerNames.viewer]: null } }],
    ['signed with half a viewer', { viewer: writeViewer({ role: 'CUSTOMER' } as typeof viewer) }, {}],
    [
      'signed with a role that there is not',
      { viewer: writeViewer({ ...viewer, role: 'OWNER' as 'CUSTOMER' }) },
      {},
    ],
  ])('%s: 401 and not a word, and the subgraph is not asked', async (_case, signed, altered) => {
    const trial = openTrial();
    const called: unknown[] = [];
    const whoami: InternalCall = async (body) => called.push(body);
    const { url } = await serve(trial, { internal: { whoami } });
    const response = await send(url, signedRequest(signed), altered);
    expect([response.status, await response.text()]).toEqual([401, '']);
    expect([trial.viewers, called]).toEqual([[], []]);
  });

  test.each([-30_000, 30_000])('%d ms apart is still heard', async (apartMs) => {
    const { url } = await serve(openTrial());
    expect((await send(url, signedRequest({ sentAtMs: nowMs + apartMs }))).status).toBe(200);
  });

  test('one that was heard is not heard again', async () => {
    const trial = openTrial();
    const { url } = await serve(trial);
    const request = signedRequest();
    const statuses = [await send(url, request), await send(url, request)].map(({ status }) => status);
    expect(statuses).toEqual([200, 401]);
    expect(trial.viewers).toHaveLength(1);
  });

  test('nor when its window is over', async () => {
    let now = nowMs;
    const { url } = await serve(openTrial(), { clock: () => new Date(now).toISOString() });
    const request = signedRequest();
    const statuses: number[] = [];
    for (const laterMs of [0, 30_000, 30_001, 60_000, 3_600_000]) {
      now = nowMs + laterMs;
      statuses.push((await send(url, request)).status);
    }
    expect(statuses).toEqual([200, 401, 401, 401, 401]);
  });

  test('the log tells why, and neither key, viewer nor body', async () => {
    const logger = listening();
    const { url } = await serve(openTrial(), { logger });
    await send(url, signedRequest(), { body: '{"query":"{ whispered }"}' });
    await send(url, signedRequest({ sentAtMs: 946_684_800_000 }));
    expect(logger.lines).toEqual([
      '{"subgraph":"trial","reason":"wrong-signature","message":"a request was not heard"}',
      '{"subgraph":"trial","reason":"out-of-time","message":"a request was not heard"}',
    ]);
  });
});

describe('what is no request for a graph', () => {
  test.each<[string, number, Partial<Signed>, Partial<Sent>]>([
    ['another path', 404, { path: '/' }, {}],
    ['a query behind the path', 404, { path: '/graphql?query={who}' }, {}],
    ['a GET', 405, { method: 'GET' }, {}],
    ['a DELETE', 405, { method: 'DELETE' }, {}],
    ['a POST to /health', 405, { path: '/health' }, {}],
    ['a form', 415, {}, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['JSON in another charset', 415, {}, { headers: { 'content-type': 'application/json; charset=utf-16' } }],
    ['a compressed body', 415, {}, { headers: { 'content-encoding': 'gzip' } }],
    ['what is not JSON', 400, { body: '{"query":' }, {}],
    ['a list', 400, { body: '[{"query":"{ who }"}]' }, {}],
    ['nothing', 400, { body: '' }, {}],
    ['no query', 400, { body: '{"query":"","variables":{}}' }, {}],
    ['what is not GraphQL', 400, { body: '{"query":"{ who"}' }, {}],
    ['variables as text', 400, { body: '{"query":"{ who }","variables":"{}"}' }, {}],
    ['a body over the limit', 413, { body: JSON.stringify({ query: `{ who }${' '.repeat(2_000)}` }) }, {}],
  ])('%s: %d, without an echo', async (_case, status, signed, altered) => {
    const trial = openTrial();
    const { url } = await serve(trial, { maxBodyBytes: 1_000 });
    const response = await send(url, signedRequest(signed), altered);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/who|query|variables|stack/);
    expect(trial.viewers).toEqual([]);
  });

  test('a body that grows over the limit without saying so', async () => {
    const { url } = await serve(openTrial(), { maxBodyBytes: 1_000 });
    const { body, ...signed } = signedRequest({ body: ' '.repeat(5_000) });
    const stream = new Blob([body]).stream();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [headerNames.sentAtMs]: String(signed.sentAtMs),
        [headerNames.nonce]: signed.nonce,
        [headerNames.requestId]: signed.requestId,
        [headerNames.viewer]: signed.viewer,
        [headerNames.signature]: 'A'.repeat(43),
      },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  test('bytes that are no HTTP', async () => {
    const { url } = await serve(openTrial());
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('whatever this is\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe(
      'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
    );
  });

  test('a request that does not arrive in time', async () => {
    const { url } = await serve(openTrial(), { arrivalMs: 20 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: trial\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('408 Request Timeout');
  });
});

describe('health and readiness', () => {
  test('need no signature', async () => {
    const { url } = await serve(openTrial());
    const answers = await Promise.all(['/health', '/ready'].map((path) => fetch(`${url}${path}`)));
    expect(await Promise.all(answers.map(async (one) => [one.status, await one.text()]))).toEqual([
      [200, 'ok\n'],
      [200, 'ready\n'],
    ]);
  });

  test('a service that cannot answer is alive and not ready, without a reason', async () => {
    const trial = openTrial();
    const { url } = await serve(trial);
    trial.failReadiness();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const response = await fetch(`${url}/ready`);
    expect([response.status, await response.text()]).toEqual([503, 'waiting\n']);
  });
});

describe('a client that goes', () => {
  test('takes its read with it', async () => {
    const trial = openTrial();
    const { url } = await serve(trial);
    const leaving = new AbortController();
    const answer = remote(url)(asked('{ waits }', { signal: leaving.signal }));
    const signal = await trial.begun;
    expect(signal?.aborted).toBe(false);
    leaving.abort();
    await trial.ended;
    expect(signal?.aborted).toBe(true);
    expect((await answer).errors?.[0]?.extensions?.['code']).toBe('UNAVAILABLE');
  });

  test('leaves its change running, which a shutdown waits for', async () => {
    const trial = openTrial();
    const { url, stop } = await serve(trial);
    const executor = remote(url);
    const answer = executor(asked('mutation { change }'));
    expect(await trial.begun).toBeUndefined();
    await executor.close();
    expect((await answer).errors?.[0]?.extensions?.['code']).toBe('UNAVAILABLE');
    const events: string[] = [];
    void trial.ended.then(() => events.push('ended'));
    const stopped = stop().then(() => events.push('stopped'));
    trial.release();
    await stopped;
    expect(events).toEqual(['ended', 'stopped']);
  });

  test('cannot take back a change by its signal', async () => {
    const trial = openTrial();
    const { url } = await serve(trial);
    const leaving = new AbortController();
    const answer = remote(url)(asked('mutation { change }', { signal: leaving.signal }));
    await trial.begun;
    leaving.abort();
    trial.release();
    expect(await answer).toEqual({ data: { change: 'ended' } });
  });
});

describe('an orderly stop', () => {
  test('answers what runs, takes nothing new, and closes what is kept alive', async () => {
    const trial = openTrial();
    const { url, stop } = await serve(trial);
    const executor = remote(url);
    await executor(asked('{ who }'));
    const answer = executor(asked('{ waits }'));
    await trial.begun;
    const stopped = stop();
    const late = await remote(url)(asked('{ who }'));
    expect(late.errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE' });
    trial.release();
    expect(await answer).toEqual({ data: { waits: 'ended' } });
    await stopped;
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    await stop();
  });
});
