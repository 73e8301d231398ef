import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ask, answered, bearer, openHouse, type Answered, type House } from './harness.js';
import { readAnswer, sayAndLeave, sayTo } from './wire.js';

// A busy machine takes longer; nothing here is measured.
jest.setTimeout(60_000);

/** In every hostile text, so that an echo, in an answer or in the log, is seen. */
const mark = 'tangerine';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
/** Whatever was sent: the server answers the next one, and its log holds nothing of it. */
afterEach(async () => {
  const { status, data } = await ask(house.gateway.url, '{ quick }');
  expect({ status, data }).toEqual({ status: 200, data: { quick: 'quick' } });
  expect(house.log.join('').toLowerCase()).not.toContain(mark);
});
afterAll(async () => {
  await house.gateway.stop();
});

async function post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answered> {
  const response = await fetch(house.gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: bearer('VENDOR_ADMIN'),
      ...headers,
    },
    body: body as BodyInit,
  });
  return answered(response);
}

function expectRefused(answer: Answered, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.data).toBeUndefined();
  const codes = answer.errors?.map(({ extensions }) => extensions['code']) ?? [];
  expect(new Set(codes)).toEqual(new Set(['BAD_USER_INPUT']));
  expect(answer.text.toLowerCase()).not.toContain(mark);
  expect(answer.text).not.toMatch(/ at .*\.(js|ts)|node_modules|RangeError|SyntaxError/);
}

describe('too much of it', () => {
  it('variables of five megabytes', async () => {
    const body = JSON.stringify({ query: '{ quick }', variables: { a: mark.repeat(600_000) } });
    expectRefused(await post(body), 413);
  });

  it('five megabytes that do not say how many they are', async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let sent = 0; sent < 5; sent++) controller.enqueue(new Uint8Array(1_000_000).fill(0x61));
        controller.close();
      },
    });
    const response = await fetch(house.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: bearer('VENDOR_ADMIN') },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expectRefused(await answered(response), 413);
  });

  it.each([
    [
      '1,000 aliases',
      `{ ${Array.from({ length: 1_000 }, (_, index) => `${mark}${index}: quick`).join(' ')} }`,
    ],
    ['1,000 directives', `{ quick ${'@include(if: true) '.repeat(1_000)} }`],
    ['1,000 unknown directives', `query ${`@${mark} `.repeat(1_000)} { quick }`],
    ['a selection 20,000 deep', `${'{ a '.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['a selection 20,000 deep without an end', '{ a '.repeat(20_000)],
    ['a list 20,000 deep', `{ many(of: ${'['.repeat(20_000)}${']'.repeat(20_000)}) }`],
    ['an object 20,000 deep', `{ search(filter: ${'{kind:'.repeat(20_000)}1${'}'.repeat(20_000)}) }`],
    ['a type 20,000 deep', `query ($${mark}: ${'['.repeat(20_000)}Int${']'.repeat(20_000)}) { quick }`],
    ['20,000 inline fragments', `{ ${'... { '.repeat(20_000)} quick ${'} '.repeat(20_000)} }`],
    ['100,000 fields', `{ ${'quick '.repeat(100_000)} }`],
    ['100,000 brackets that close', '}'.repeat(100_000)],
    [
      '1,000 fragments in a ring',
      `{ ...F0 } ${Array.from({ length: 1_000 }, (_, index) => `fragment F${index} on Query { ...F${(index + 1) % 1_000} }`).join(' ')}`,
    ],
    [
      'a field of 4,000 equal fields in a fragment that nobody spreads',
      `{ quick } fragment ${mark} on Query { ${'quick '.repeat(3_900)} }`,
    ],
    ['1,000 operations', Array.from({ length: 1_000 }, (_, index) => `query Q${index} { quick }`).join(' ')],
    [
      '1,000 variables',
      `query (${Array.from({ length: 1_000 }, (_, index) => `$v${index}: Int`).join(' ')}) { quick }`,
    ],
    ['a number of 100,000 digits', `{ count(of: ${'9'.repeat(100_000)}) }`],
    ['a name of 100,000 letters', `{ thing(id: "t1") { ${'x'.repeat(100_000)} } }`],
    ['a text of 100,000 letters in place of a number', `{ count(of: "${mark.repeat(11_000)}") }`],
  ])('%s', async (_, query) => {
    const answer = await post(JSON.stringify({ query }));
    expectRefused(answer, 400);
    expect(answer.text.length).toBeLessThan(6_000);
  });

  it('a comment as long as a body may be is read, and says nothing', async () => {
    const answer = await post(JSON.stringify({ query: `{ quick } #${mark.repeat(80_000)}` }));
    expect(answer.data).toEqual({ quick: 'quick' });
  });

  it.each([
    ['a list', `{"query":"{ quick }","variables":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`],
    ['an object', `{"query":"{ quick }","variables":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
    ['a list without an end', `{"query":"{ quick }","variables":{"a":${'['.repeat(20_000)}`],
    ['the extensions', `{"query":"{ quick }","extensions":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`],
    ['the body itself', '['.repeat(20_000)],
  ])('JSON 20,000 deep: %s', async (_, body) => {
    expectRefused(await post(body), 400);
  });

  it('JSON as deep as it may be is read; brackets within text do not count', async () => {
    const deepest = `${'['.repeat(38)}${']'.repeat(38)}`;
    for (const [a, status] of [
      [deepest, 200],
      [`[${deepest}]`, 400],
      [JSON.stringify(`"${'['.repeat(20_000)}\\"`), 200],
    ] as const) {
      expect((await post(`{"query":"{ quick }","variables":{"a":${a}}}`)).status).toBe(status);
    }
  });

  it('a query string deeper or longer than it may be', async () => {
    const get = (search: string) =>
      fetch(`${house.gateway.url}?${search}`, {
        headers: { authorization: bearer('VENDOR_ADMIN'), accept: 'application/graphql-response+json' },
      });
    const deep = `{"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`;
    for (const name of ['variables', 'extensions']) {
      expectRefused(await answered(await get(`query={quick}&${name}=${deep}`)), 400);
    }
    expectRefused(await answered(await get(`query={quick}&${mark}=${'x'.repeat(20_000)}`)), 431);
  });
});

describe('what is no text, or not what it says', () => {
  const around = (bytes: readonly number[]) =>
    Buffer.concat([
      Buffer.from(`{"query":"{ quick }","variables":{"${mark}":"`),
      Buffer.from(bytes),
      Buffer.from('"}}'),
    ]);

  it.each([
    ['a lone continuation', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a pair', [0xed, 0xa0, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['a point beyond all', [0xf4, 0x90, 0x80, 0x80]],
    ['bytes that are none', [0xfe, 0xff]],
  ])('invalid UTF-8: %s', async (_, bytes) => {
    expectRefused(await post(around(bytes)), 400);
  });

  it.each(['UTF-16', 'UTF-32'])('JSON in %s', async (name) => {
    const text = Buffer.from(`{"query":"{ quick }"}`, 'utf16le');
    expectRefused(
      await post(name === 'UTF-16' ? text : Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), text])),
      400,
    );
  });

  it.each([
    `{"query":"{ quick }","variables":{"${mark}":NaN}}`,
    `{"query":"{ quick }","variables":{"${mark}":Infinity}}`,
    `{"query":"{ quick }","variables":{"${mark}":undefined}}`,
    `{"query":"{ quick }","variables":{"${mark}":01}}`,
    `{"query":"{ quick }","variables":{"${mark}":'a'}}`,
    `{"query":"{ quick }" /* ${mark} */}`,
    `{"query":"{ quick }","variables":{"${mark}":"a\nb"}}`,
    `{"query":"{ quick }"},{"query":"{ ${mark} }"}`,
    `query=${mark}`,
    `\u0000{"query":"{ ${mark} }"}`,
    `{"query":"{ quick }"}\u0000`,
  ])('invalid JSON: %j', async (body) => {
    expectRefused(await post(body), 400);
  });

  it.each([
    `[{"query":"{ quick }"},{"query":"{ ${mark} }"}]`,
    '[]',
    `[[{"query":"{ quick }"}]]`,
    `[${'{"query":"{ quick }"},'.repeat(5_000)}{"query":"{ quick }"}]`,
  ])('several operations at once: %#', async (body) => {
    expectRefused(await post(body), 400);
  });

  it.each([
    ['a NUL between tokens', '{ quick\u0000 }'],
    ['a NUL within a text', `{ thing(id: "${mark}\u0000") { name(x: 1) } }`],
    ['other control characters', '{ quick \u0007 \u001b[31m }'],
    ['half a pair', `{ thing(id: "${mark} \ud800") { name(x: 1) } }`],
    ['a text without an end', `{ thing(id: "${mark}`],
    ['a block text without an end', `{ thing(id: """${mark}`],
    ['an escape that is none', `{ thing(id: "${mark}\\x41") { id } }`],
    ['a point that is none', `{ thing(id: "${mark}\\u{110000}") { id } }`],
    ['a name where none may be', `{ quick(${mark}) }`],
    ['a text where none may be', `{ "${mark}" }`],
    ['a number that goes on as a name', `{ count(of: 1${mark}) }`],
    ['a reserved name', `query ($__proto__: Int) { count(of: $__proto__) }`],
    ['a schema', 'type Any { a: Int }'],
    ['an extension of the schema', 'extend type Query { a: Int }'],
    ['nothing but a comment', `# ${mark}`],
    ['nothing but a fragment', 'fragment F on Query { quick }'],
    ['what the planner asks subgraphs for', '{ _entities(representations: []) { __typename } }'],
    ['what the composer asks subgraphs for', '{ _service { sdl } }'],
  ])('a document with %s', async (_, query) => {
    const answer = await post(JSON.stringify({ query }));
    expectRefused(answer, 400);
    expect(answer.text).not.toContain('\\u0000');
  });

  it.each([
    [
      'a lone surrogate, as text that may be',
      '{"query":"query ($id: ID!) { thing(id: $id) { id } }","variables":{"id":"\\ud800"}}',
      { thing: null },
    ],
  ])('%s, is an id that is not known', async (_, body, data) => {
    expect((await post(body)).data).toEqual(data);
  });
});

describe('numbers and names that bite', () => {
  it.each(['1e400', '-1e400', '9007199254740993', '1e21', '4294967296', '1.0000000001', '-2147483649'])(
    'the number %s in place of an Int',
    async (of) => {
      expectRefused(
        await post(`{"query":"query ($of: Int) { count(of: $of) }","variables":{"of":${of}}}`),
        400,
      );
    },
  );

  it.each(['1e400', '1.5'])('the number %s in place of an ID', async (id) => {
    expectRefused(
      await post(`{"query":"query ($id: ID!) { thing(id: $id) { id } }","variables":{"id":${id}}}`),
      400,
    );
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'the key %s changes nothing, wherever it stands',
    async (key) => {
      const poison = `{"${key}":{"polluted":true,"query":"{ ${mark} }","role":"OPERATOR"}}`;
      const filter = 'query ($f: ThingFilter) { search(filter: $f) }';
      expectRefused(await post(`{"query":"${filter}","variables":{"f":${poison}}}`), 400);
      expectRefused(await post(poison), 400);
      const ignored = await post(
        `{"query":"{ quick count }","variables":${poison},"extensions":${poison},"${key}":{"polluted":true}}`,
      );
      expect(ignored.data).toEqual({ quick: 'quick', count: 0 });
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
      expect(Reflect.get(Object, 'polluted')).toBeUndefined();
    },
  );

  it.each(['__proto__', '__typename', '_id', '__schema'])(
    'the alias %s is refused: such names are ours',
    async (alias) => {
      expectRefused(await post(JSON.stringify({ query: `{ ${alias}: quick }` })), 400);
    },
  );
});

describe('bytes that are no request', () => {
  const head = (lines: readonly string[]) => [...lines, '', ''].join('\r\n');
  const authorized = `authorization: ${bearer('VENDOR_ADMIN')}`;

  it.each([
    ['noise', `${mark}\r\n\r\n`, 400],
    ['a TLS hello', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]), 400],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a header without a name', head(['GET /graphql HTTP/1.1', `: ${mark}`]), 400],
    ['a header with a NUL', head(['GET /graphql HTTP/1.1', 'host: a', `x: ${mark}\u0000`]), 400],
    ['a length that is none', head(['POST /graphql HTTP/1.1', 'host: a', 'content-length: -1']), 400],
    [
      'two lengths',
      head(['POST /graphql HTTP/1.1', 'host: a', 'content-length: 1', 'content-length: 2']),
      400,
    ],
    [
      'a length beside chunks',
      head(['POST /graphql HTTP/1.1', 'host: a', 'content-length: 1', 'transfer-encoding: chunked']),
      400,
    ],
    ['headers of 20,000 bytes', head(['GET /graphql HTTP/1.1', 'host: a', `x: ${mark.repeat(2_500)}`]), 431],
    [
      'a chunk of no size',
      `${head(['POST /graphql HTTP/1.1', 'host: a', 'content-type: application/json', authorized, 'transfer-encoding: chunked'])}zz\r\n${mark}`,
      400,
    ],
  ])('%s', async (...[, bytes, status]) => {
    const said = readAnswer(await sayTo(house.gateway.url, bytes));
    expect(said.status).toBe(status);
    expect(JSON.parse(said.body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(said.head).toContain('connection: close');
    expect(said.head).toContain('x-content-type-options: nosniff');
    expect(said.body).not.toContain(mark);
  });

  it('a request that never arrives in full, by its headers or by its body, is given up', async () => {
    const impatient = await openHouse({ arrivalMs: 100 });
    const started = ['POST /graphql HTTP/1.1', 'host: a', authorized, 'content-type: application/json'];
    for (const bytes of [
      started.join('\r\n'),
      `${head([...started, 'content-length: 100'])}{"query":"${mark}`,
    ]) {
      const said = readAnswer(await sayTo(impatient.gateway.url, bytes));
      expect(said.status).toBe(408);
      expect(JSON.parse(said.body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    expect((await ask(impatient.gateway.url, '{ quick }')).data).toEqual({ quick: 'quick' });
    await impatient.gateway.stop();
  });

  it('a body that ends early leaves nothing behind that a stop would wait for', async () => {
    const left = await openHouse();
    const started = ['POST /graphql HTTP/1.1', 'host: a', authorized, 'content-type: application/json'];
    const bytes = `${head([...started, 'content-length: 100'])}{"query":"${mark}`;
    await Promise.all(Array.from({ length: 50 }, () => sayAndLeave(left.gateway.url, bytes)));
    expect((await ask(left.gateway.url, '{ quick }')).data).toEqual({ quick: 'quick' });
    await left.gateway.stop();
  });
});
