import { afterEach, describe, expect, test } from '@jest/globals';
import type { RequestListener } from 'node:http';
import type { SubgraphRequest } from './executor.js';
import { remoteInternal } from './http-client.js';
import {
  asked,
  clock,
  closeAll,
  listening,
  meshKey,
  openTrial,
  remote,
  serve,
  stranger,
  viewer,
} from '../../../../test/harness/trial-subgraph.js';

afterEach(closeAll);

describe('the same answer in process and over the network', () => {
  const entities =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Thing { id size made } } }';
  test.each<[string, SubgraphRequest]>([
    ['a field', asked('{ who }')],
    ['the viewer, in letters that no header takes', asked('{ zone }')],
    [
      'variables',
      asked('query ($t: String, $s: Size) { echo(text: $t, size: $s) }', {
        variables: { t: 'ä\n', s: 'LARGE' },
      }),
    ],
    ['a variable that is left out', asked('query ($t: String) { echo(text: $t) }', { variables: {} })],
    ['a variable that is null', asked('query ($t: String) { echo(text: $t) }', { variables: { t: null } })],
    ['values that are not JSON by themselves', asked('{ thing(id: "1") { id size made } }')],
    [
      'entities, one of them unknown',
      asked(entities, { variables: { of: ['1', 'none'].map((id) => ({ __typename: 'Thing', id })) } }),
    ],
    ['one of several operations', asked('query a { who } query b { zone }', { operationName: 'b' })],
    ['who may not go on after it', asked('mutation { leave }')],
    ['no operation of that name', asked('query a { who }', { operationName: 'c' })],
    ['none chosen of several', asked('query a { who } query b { zone }')],
    ['a fault that may be told', asked('{ who fault(code: "CONFLICT") }')],
    ['a fault of ours', asked('{ who bug }')],
    ['a null where none may be', asked('{ who strict }')],
    [
      'a variable that does not fit',
      asked('query ($s: Size) { echo(size: $s) }', { variables: { s: 'HUGE' } }),
    ],
    ['a document that does not fit', asked('{ whom }')],
    ['an introspection', asked('{ __schema { queryType { name } } _service { sdl } }')],
  ])('%s', async (_case, request) => {
    const trial = openTrial();
    const { url } = await serve(trial);
    const over = await remote(url)(request);
    const within = await trial.service.executor(request);
    expect(over).toEqual(JSON.parse(JSON.stringify(within)));
    expect(trial.viewers.every((one) => JSON.stringify(one) === JSON.stringify(viewer))).toBe(true);
  });
});

test('who may not go on is told beside the answer, and beside no other', async () => {
  const { service } = openTrial();
  expect(await service.executor(asked('mutation { leave }'))).toEqual({
    data: { leave: 'left' },
    extensions: { endedViewers: [{ membershipId: 'mbr_1' }, { keyId: 'key_1' }] },
  });
  expect(await service.executor(asked('{ who }'))).toEqual({ data: { who: 'vnd_1' } });
});

const silentAnswer = {
  errors: [
    {
      message: 'This part of the graph does not answer at the moment.',
      extensions: { code: 'UNAVAILABLE' },
    },
  ],
};

describe('an answer that does not come', () => {
  test('a dead server: no address, no cause', async () => {
    const trial = openTrial();
    const { url, stop } = await serve(trial);
    await stop();
    const logger = listening();
    expect(await remote(url, { logger })(asked('{ who }'))).toEqual(silentAnswer);
    expect(logger.lines).toEqual([
      '{"requestId":"r-1","fault":"ECONNREFUSED","message":"another process did not answer"}',
    ]);
  });

  test('a slow server', async () => {
    const { url } = await serve(openTrial());
    const logger = listening();
    expect(await remote(url, { logger, timeoutMs: 20 })(asked('{ waits }'))).toEqual(silentAnswer);
    expect(logger.lines).toEqual([
      '{"requestId":"r-1","fault":"timeout","message":"another process did not answer"}',
    ]);
  });

  test('another key', async () => {
    const { url } = await serve(openTrial());
    const logger = listening();
    const stranger = remote(url, { logger, meshKey: 'another key, just as long as the right one' });
    expect(await stranger(asked('{ who }'))).toEqual(silentAnswer);
    expect(logger.lines[0]).toContain('"fault":"status 401"');
  });

  test('a caller that has given up before it asks, and one that does so later', async () => {
    const logger = listening();
    const trial = openTrial();
    const { url } = await serve(trial);
    expect(await remote(url, { logger })(asked('{ who }', { signal: AbortSignal.abort() }))).toEqual(
      silentAnswer,
    );
    expect(trial.viewers).toEqual([]);
    expect(logger.lines).toEqual([]);
  });

  test.each<[string, string, RequestListener]>([
    [
      'a page of a proxy',
      'status 502',
      (_, response) => response.writeHead(502).end('<p>upstream 10.0.0.7</p>'),
    ],
    [
      'a redirect',
      'status 302',
      (_, response) => response.writeHead(302, { location: 'http://10.0.0.7' }).end(),
    ],
    ['what is not JSON', 'unreadable', (_, response) => response.end('10.0.0.7 says no')],
    ['another JSON', 'unreadable', (_, response) => response.end('{"status":"10.0.0.7"}')],
    ['data that is a list', 'unreadable', (_, response) => response.end('{"data":[]}')],
    [
      'errors that are none',
      'unreadable',
      (_, response) => response.end('{"data":null,"errors":["10.0.0.7"]}'),
    ],
    [
      'more than was agreed',
      'UND_ERR_RES_EXCEEDED_MAX_SIZE',
      (_, response) => response.end(`{"data":{"who":"${'x'.repeat(2_000)}"}}`),
    ],
    [
      'half an answer',
      'UND_ERR_SOCKET',
      (_, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('{');
        response.socket?.end();
      },
    ],
    ['a closed door', 'UND_ERR_SOCKET', (request) => request.socket.destroy()],
  ])('%s', async (_case, fault, listener) => {
    const url = await stranger(listener);
    const logger = listening();
    expect(await remote(url, { logger, maxResponseBytes: 1_000 })(asked('{ who }'))).toEqual(silentAnswer);
    expect(logger.lines).toEqual([
      JSON.stringify({ requestId: 'r-1', fault, message: 'another process did not answer' }),
    ]);
  });

  test('a missing viewer throws, as it does in process', async () => {
    const trial = openTrial();
    const { url } = await serve(trial);
    const request = asked('{ who }', { viewer: undefined as never });
    await expect(remote(url)(request)).rejects.toThrow('without a viewer');
    await expect(trial.service.executor(request)).rejects.toThrow('without a viewer');
  });
});

test('identical requests at the same time are as many requests, each for its own viewer', async () => {
  const trial = openTrial();
  const { url } = await serve(trial);
  const executor = remote(url, { connections: 8 });
  const request = asked('{ who }');
  const vendors = Array.from({ length: 200 }, (_, index) => `vnd_${index % 7}`);
  const answers = await Promise.all(
    vendors.map((vendorId) => executor({ ...request, viewer: { ...viewer, vendorId } })),
  );
  expect(answers.map(({ data }) => data?.['who'])).toEqual(vendors);
  expect(trial.viewers).toHaveLength(vendors.length);
});

test('readiness is asked of the other process', async () => {
  const trial = openTrial();
  const { url, stop } = await serve(trial);
  const executor = remote(url);
  await executor.ready();
  trial.failReadiness();
  await expect(executor.ready()).rejects.toThrow('does not answer');
  await stop();
  await expect(executor.ready()).rejects.toThrow('does not answer');
});

describe('calls beside the graph', () => {
  const internal = {
    double: (body: unknown) => Promise.resolve(Number(body) * 2),
    nothing: () => Promise.resolve(undefined),
    breaks: () => Promise.reject(new Error('select secret at 10.0.0.7')),
  };
  const number = (answer: unknown) => {
    if (typeof answer !== 'number') throw new Error(`no number: ${String(answer)}`);
    return answer;
  };

  async function call(name: string, options: { url?: string } = {}) {
    const logger = listening();
    const served = await serve(openTrial(), { internal, logger });
    const asking = remoteInternal({ url: options.url ?? served.url, meshKey, clock, logger }, name, number);
    try {
      return { answer: await asking(21), lines: logger.lines };
    } catch (fault) {
      return { fault, lines: logger.lines };
    } finally {
      await asking.close();
    }
  }

  test('answer what they are asked', async () => {
    expect((await call('double')).answer).toBe(42);
  });

  test.each([
    ['one that breaks', 'breaks'],
    ['one that answers something else', 'nothing'],
    ['one that there is not', 'toString'],
  ])('%s reads UNAVAILABLE', async (_case, name) => {
    const { fault, lines } = await call(name);
    expect(fault).toMatchObject(silentAnswer.errors[0] ?? {});
    expect(lines.join()).not.toContain('10.0.0.7');
  });
});
