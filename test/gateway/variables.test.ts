import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, openHouse, type House } from './harness.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.gateway.stop();
});

const secret = 'TANG-ERIN-E4X7';

describe('a variable that its type does not allow', () => {
  it.each([
    ['query ($of: Int) { count(of: $of) }', { of: secret }],
    ['query ($of: Int) { count(of: $of) }', { of: { secret } }],
    ['query ($of: Int) { count(of: $of) }', { of: 2 ** 31 }],
    ['query ($of: Int) { count(of: $of) }', { of: 1.5 }],
    ['query ($id: ID!) { thing(id: $id) { id } }', {}],
    ['query ($id: ID!) { thing(id: $id) { id } }', { id: null }],
    ['query ($id: ID!) { thing(id: $id) { id } }', { id: [secret] }],
    ['query ($id: ID!) { thing(id: $id) { id } }', { id: true }],
    ['query ($constructor: ID!) { thing(id: $constructor) { id } }', {}],
    ['query ($f: ThingFilter) { search(filter: $f) }', { f: { [secret]: 1 } }],
    ['query ($f: ThingFilter) { search(filter: $f) }', { f: { kind: secret } }],
    ['query ($f: ThingFilter) { search(filter: $f) }', { f: { kind: 'toString' } }],
    ['query ($f: ThingFilter) { search(filter: $f) }', { f: { kinds: ['LARGE', secret] } }],
    ['query ($f: ThingFilter) { search(filter: $f) }', { f: secret }],
    ['query ($d: Date) { search(filter: { on: $d }) }', { d: { secret } }],
  ])(
    '%s with %j is refused by its name, before anybody is asked, without its value',
    async (query, variables) => {
      const { status, data, errors, text } = await ask(house.gateway.url, query, { variables });
      expect({ status, data }).toEqual({ status: 400, data: undefined });
      const name = /\$(\w+)/.exec(query)?.[1];
      expect(errors).toHaveLength(1);
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: name } });
      expect(errors?.[0]?.message).toContain(
        `The variable $${String(name)} has no value that its type allows.`,
      );
      expect(text).not.toContain(secret);
    },
  );

  it.each(['2026-02-29', '2026-13-01', '20260101', '', '2026-01-01T00:00:00Z', 20260101])(
    'the day %j is refused with what a day looks like',
    async (d) => {
      const query = 'query ($d: Date) { search(filter: { on: $d }) quick }';
      const { data, errors } = await ask(house.gateway.url, query, { variables: { d } });
      expect(data).toBeUndefined();
      expect(errors?.map(({ message }) => message)).toEqual([
        'The variable $d has no value that its type allows. Date expects a day such as 2026-03-31.',
      ]);
    },
  );

  it('is told for each variable once, and for ten at most', async () => {
    const names = Array.from({ length: 15 }, (_, index) => `v${index}`);
    const query = `query (${names.map((name) => `$${name}: [Int]`).join(' ')}) {
      ${names.map((name, index) => `a${index}: many(of: $${name})`).join(' ')}
    }`;
    const variables = Object.fromEntries(names.map((name) => [name, [secret, secret]]));
    const { errors, text } = await ask(house.gateway.url, query, { variables });
    expect(errors?.map(({ extensions }) => extensions['field'])).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
    expect(text).not.toContain(secret);
  });

  it('answers 200 to a client that knows only the older form', async () => {
    const answer = await ask(house.gateway.url, 'query ($id: ID!) { thing(id: $id) { id } }', {
      accept: 'application/json',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id' });
  });
});

describe('a literal that its place does not allow', () => {
  it.each([
    [`{ count(of: "${secret}") }`],
    ['{ count(of: 99999999999999999999999999) }'],
    ['{ count(of: 1e400) }'],
    [`{ thing(id: TANGERINE) { id } }`],
    [`{ search(filter: { kind: TANGERINE }) }`],
    [`{ search(filter: { kinds: ["${secret}"] }) }`],
    [`{ search(filter: "${secret}") }`],
    [`{ search(filter: { on: "${secret}" }) }`],
    ['{ search(filter: { on: 99999999 }) }'],
    [`query ($of: Int = "${secret}") { count(of: $of) }`],
  ])('%s is refused by its place, without its value', async (query) => {
    const { status, errors, text } = await ask(house.gateway.url, query);
    expect(status).toBe(400);
    expect(errors?.[0]).toMatchObject({ locations: [{ line: 1 }], extensions: { code: 'BAD_USER_INPUT' } });
    expect(text).not.toMatch(/TANG|9999|e400/);
  });
});
