import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, answered, bearer, openHouse, type Answered, type House } from './harness.js';
import { readAnswer, sayTo } from './wire.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.gateway.stop();
});

const post = async (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answered> =>
  answered(
    await fetch(house.gateway.url, {
      method: 'POST',
      headers: { authorization: bearer('VENDOR_ADMIN'), 'content-type': 'application/json', ...headers },
      body: body as BodyInit,
    }),
  );
const get = async (parameters: string, headers: Record<string, string> = {}): Promise<Answered> =>
  answered(
    await fetch(`${house.gateway.url}?${parameters}`, {
      headers: { authorization: bearer('VENDOR_ADMIN'), ...headers },
    }),
  );
const quick = '{"query":"{ quick }"}';
const codeOf = ({ status, errors }: Answered) => [
  status,
  errors?.map(({ extensions }) => extensions['code']),
];

describe('a POST', () => {
  it.each([
    'text/plain',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/jsonp',
    'application/json, text/plain',
    'application/graphql-response+json',
    ';',
    'application/json;charset="utf-8',
    'text/json',
  ])('of %s is refused: only JSON in UTF-8 is read', async (type) => {
    expect(codeOf(await post(quick, { 'content-type': type }))).toEqual([415, ['BAD_USER_INPUT']]);
  });

  it.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF8"',
    'application/json ; x=y',
  ])('of %s is read', async (type) => {
    expect((await post(quick, { 'content-type': type })).data).toEqual({ quick: 'quick' });
  });

  it('that is compressed is refused', async () => {
    expect(codeOf(await post(quick, { 'content-encoding': 'gzip' }))).toEqual([415, ['BAD_USER_INPUT']]);
  });

  it.each([
    '{',
    '',
    'null',
    '[]',
    '"text"',
    '7',
    '{"query"}',
    "{'query':1}",
    '{"query":"{ quick }"}}',
    '\ufeff{"query":"{ quick }"}',
  ])('of %j is refused: it is not one JSON object', async (body) => {
    expect(codeOf(await post(body))).toEqual([400, ['BAD_USER_INPUT']]);
  });

  it.each([
    '{}',
    '{"query":""}',
    '{"query":null}',
    '{"query":7}',
    '{"query":{"kind":"Document"}}',
    '{"query":"{ quick }","variables":"{}"}',
    '{"query":"{ quick }","variables":[1]}',
    '{"query":"{ quick }","operationName":7}',
    '{"query":"{ quick }","extensions":[1]}',
    '{"query":"{ quick }","operationName":"Other"}',
    '{"query":"query A { quick } query B { quick }"}',
    '{"query":"{ quick }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}',
    '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}',
  ])('of %s is refused', async (body) => {
    const answer = await post(body, { accept: 'application/graphql-response+json' });
    expect(codeOf(answer)).toEqual([400, ['BAD_USER_INPUT']]);
    expect(answer.text).not.toMatch(/Other|apollo/i);
  });

  it('with the same header twice is refused, for two readers could disagree', async () => {
    for (const twice of [
      'authorization: Bearer other',
      'content-type: text/plain',
      'mainstay-membership: a\r\nmainstay-membership: b',
    ]) {
      const lines = [
        'POST /graphql HTTP/1.1',
        'host: gateway',
        `authorization: ${bearer('VENDOR_ADMIN')}`,
        'content-type: application/json',
        twice,
        'connection: close',
        `content-length: ${quick.length}`,
      ];
      const said = readAnswer(await sayTo(house.gateway.url, `${lines.join('\r\n')}\r\n\r\n${quick}`));
      expect([said.status, said.body]).toEqual([400, expect.stringContaining('"BAD_USER_INPUT"')]);
    }
  });
});

describe('what is wrong with a request', () => {
  const words = /apollo|persisted|content-type|search parameter|recursively/i;

  it.each([
    ['{}', 'query', 'as in {"query":"{ __typename }"}'],
    ['{"query":""}', 'query', 'must be the text of a GraphQL document'],
    ['{"query":7}', 'query', 'must be the text of a GraphQL document'],
    ['{"query":{"kind":"Document"}}', 'query', 'must be the text of a GraphQL document'],
    ['{"query":"{ quick }","variables":"{}"}', 'variables', 'must be a JSON object, or left out'],
    ['{"query":"{ quick }","variables":[1]}', 'variables', 'must be a JSON object, or left out'],
    ['{"query":"{ quick }","extensions":true}', 'extensions', 'must be a JSON object, or left out'],
    ['{"query":"{ quick }","operationName":7}', 'operationName', 'must be the name of an operation'],
  ])('in the body %s is told by its field, with the way out', async (body, field, says) => {
    const { status, errors, text } = await post(body);
    expect({ status, extensions: errors?.map(({ extensions }) => extensions) }).toEqual({
      status: 400,
      extensions: [{ code: 'BAD_USER_INPUT', field }],
    });
    expect(errors?.[0]?.message).toContain(says);
    expect(text).not.toMatch(words);
  });

  it.each([
    ['', 'query', 'must be the text of a GraphQL document'],
    ['query={quick}&query={quick}', 'query', 'given twice'],
    ['query={quick}&variables={', 'variables', 'must be a JSON object'],
    ['query={quick}&extensions=7', 'extensions', 'must be a JSON object'],
    ['query={quick}&operationName=A&operationName=B', 'operationName', 'given twice'],
  ])('in the URL ?%s as well', async (parameters, field, says) => {
    const { status, errors, text } = await get(parameters);
    expect({ status, extensions: errors?.[0]?.extensions }).toEqual({
      status: 400,
      extensions: { code: 'BAD_USER_INPUT', field },
    });
    expect(errors?.[0]?.message).toContain(says);
    expect(text).not.toMatch(words);
  });

  it('a method that is none of the two is answered with both', async () => {
    const headers = { authorization: bearer('VENDOR_ADMIN') };
    const answer = await answered(await fetch(house.gateway.url, { method: 'PUT', headers }));
    expect(answer.status).toBe(405);
    expect(answer.errors?.[0]?.message).toBe(
      'The graph is asked by POST with a JSON body, or by GET with the query in the URL.',
    );
  });

  it.each([true, false])('a browser is shown the explorer where there is one: %s', async (explored) => {
    const open = await openHouse(explored ? { explorerFolder: '/nowhere' } : {});
    const headers = { authorization: bearer('VENDOR_ADMIN'), accept: 'text/html' };
    const page = await answered(await fetch(open.gateway.url, { headers }));
    expect(page.status).toBe(406);
    expect(page.errors?.[0]?.message).toContain('application/json');
    expect(page.text.includes('/explorer')).toBe(explored);
    const nothing = await answered(await fetch(new URL('/nothing', open.gateway.url)));
    expect(nothing.status).toBe(404);
    expect(nothing.errors?.[0]?.message).toContain('The graph is asked by POST /graphql');
    expect(nothing.text.includes('/explorer')).toBe(explored);
    await open.gateway.stop();
  });
});

describe('a GET', () => {
  it('may ask a query', async () => {
    const variables = encodeURIComponent('{"of":4}');
    const answer = await get(
      `query=${encodeURIComponent('query Q($of: Int) { count(of: $of) }')}&variables=${variables}&operationName=Q`,
    );
    expect(answer.data).toEqual({ count: 4 });
  });

  it.each([
    '',
    'query=',
    'query=%7B',
    'query={quick}&query={quick}',
    'query={quick}&variables={',
    'query={quick}&variables=[]',
    'query=%ff%fe',
    'query=%',
  ])('of ?%s is refused', async (parameters) => {
    const answer = await get(parameters, { accept: 'application/graphql-response+json' });
    expect(codeOf(answer)).toEqual([400, ['BAD_USER_INPUT']]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('is not confused with %s', async (method) => {
    const response = await fetch(house.gateway.url, {
      method,
      headers: { authorization: bearer('VENDOR_ADMIN') },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

describe('an answer', () => {
  const everywhere = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
  const answers: Readonly<Record<string, () => Promise<Response>>> = {
    good: () =>
      fetch(house.gateway.url, {
        method: 'POST',
        headers: {
          authorization: bearer('ANALYST'),
          'content-type': 'application/json',
          origin: 'https://evil.invalid',
        },
        body: quick,
      }),
    'to nobody': () =>
      fetch(house.gateway.url, { method: 'POST', headers: { origin: 'https://evil.invalid' }, body: quick }),
    'to a question of another origin': () =>
      fetch(house.gateway.url, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://evil.invalid',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      }),
    'of another path': () =>
      fetch(new URL('/nothing', house.gateway.url), { headers: { origin: 'https://evil.invalid' } }),
    'about health': () =>
      fetch(new URL('/health', house.gateway.url), { headers: { origin: 'https://evil.invalid' } }),
  };

  it.each(Object.keys(answers))('%s is closed to other origins and kept by nobody', async (name) => {
    const { headers } = await answers[name]!();
    expect([...headers.keys()].filter((key) => key.startsWith('access-control'))).toEqual([]);
    expect(Object.fromEntries(headers)).toMatchObject(everywhere);
    expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull();
  });

  it.each([
    [undefined, 200, 'application/json; charset=utf-8'],
    ['*/*', 200, 'application/json; charset=utf-8'],
    ['application/json', 200, 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 200, 'application/graphql-response+json; charset=utf-8'],
    [
      'application/json;q=0.5, application/graphql-response+json',
      200,
      'application/graphql-response+json; charset=utf-8',
    ],
    ['application/graphql-response+json;q=0, */*', 200, 'application/json; charset=utf-8'],
    ['text/html', 406, 'application/json; charset=utf-8'],
    ['application/json;q=0', 406, 'application/json; charset=utf-8'],
  ])('to who accepts %s', async (accept, status, type) => {
    const answer = await post(quick, accept === undefined ? {} : { accept });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
  });

  it('carries an id of the request, the one that the log tells about', async () => {
    const [first, second] = [await post(quick), await post(quick)];
    const ids = [first, second].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(house.log.filter((line) => line.includes(String(id)))).toHaveLength(1);
    }
  });

  it('carries the trace that its asker is on, and no other text of the asker', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect(
      (await post(quick, { traceparent: `00-${trace}-00f067aa0ba902b7-01` })).headers.get('x-request-id'),
    ).toBe(trace);
    for (const traceparent of [
      'x',
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      trace,
      `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
    ]) {
      expect((await post(quick, { traceparent })).headers.get('x-request-id')).not.toContain(traceparent);
    }
  });

  it('is logged by who and how, never by what was asked or answered', async () => {
    await ask(
      house.gateway.url,
      'query TangerineName ($tangerine: String!) { fault(code: $tangerine) quick }',
      {
        variables: { tangerine: 'tangerine value' },
      },
    );
    await fetch(new URL('/tangerine?tangerine=1', house.gateway.url), {
      headers: { 'user-agent': 'tangerine' },
    });
    expect(house.log.join('').toLowerCase()).not.toContain('tangerine');
    expect(house.log.join('')).toContain('"role":"VENDOR_ADMIN"');
  });
});

describe('beside the graph', () => {
  it('health and readiness are told to anybody', async () => {
    for (const [path, text] of [
      ['/health', 'ok\n'],
      ['/ready', 'ready\n'],
    ] as const) {
      const response = await fetch(new URL(path, house.gateway.url));
      expect([response.status, await response.text()]).toEqual([200, text]);
    }
  });

  it('readiness waits for every part, without saying which is missing', async () => {
    const waiting = await openHouse({
      readiness: { notes: () => Promise.reject(new Error('10.0.0.7')), things: () => Promise.resolve() },
    });
    const response = await fetch(new URL('/ready', waiting.gateway.url));
    expect([response.status, await response.text()]).toEqual([503, 'waiting\n']);
    expect((await ask(waiting.gateway.url, '{ quick }')).status).toBe(200);
    await waiting.gateway.stop();
    expect(waiting.log.join('')).toContain('"subgraph":"notes"');
  });

  it.each(['/', '/graphql/', '/graphql/x', '/..%2fgraphql', '/%00', '//evil.invalid/graphql'])(
    'nothing is at %s',
    async (path) => {
      const said = await sayTo(
        house.gateway.url,
        `GET ${path} HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\r\n`,
      );
      expect(readAnswer(said)).toMatchObject({
        status: 404,
        body: expect.stringContaining('There is nothing here.'),
      });
    },
  );
});
