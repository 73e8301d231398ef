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
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(String(errors?.[0]?.extensions['field']).split(/[.[]/)[0]).toBe(name);
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

  it('is told for ten places at most', async () => {
    const names = Array.from({ length: 15 }, (_, index) => `v${index}`);
    const query = `query (${names.map((name) => `$${name}: [Int]`).join(' ')}) {
      ${names.map((name, index) => `a${index}: many(of: $${name})`).join(' ')}
    }`;
    const variables = Object.fromEntries(names.map((name) => [name, [secret, secret]]));
    const { errors, text } = await ask(house.gateway.url, query, { variables });
    const fields = [0, 1, 2, 3, 4].flatMap((index) => [`v${index}[0]`, `v${index}[1]`]);
    expect(errors?.map(({ extensions }) => extensions['field'])).toEqual(fields);
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

const kind = 'must be of type Kind, one of LARGE, SMALL.';
const direction = 'must be of type Direction, one of ASC, DESC.';
const filter = 'must be of type ThingFilter, an object with kind, kinds, size, on.';

describe('a value within a variable is told by its place, with what it takes', () => {
  const order = 'query ($o: ThingOrder) { sorted(by: $o) }';
  const orders = 'query ($o: [ThingOrder!]) { sorted(then: $o) }';
  const search = 'query ($f: ThingFilter) { search(filter: $f) }';

  it.each<[string, unknown, [string, string][]]>([
    [order, { o: { field: 'LARGE' } }, [['o.direction', `o.direction is required and ${direction}`]]],
    [
      order,
      { o: {} },
      [
        ['o.field', `o.field is required and ${kind}`],
        ['o.direction', `o.direction is required and ${direction}`],
      ],
    ],
    [order, { o: { field: null, direction: 'ASC' } }, [['o.field', `o.field is required and ${kind}`]]],
    [order, { o: { field: secret, direction: 'ASC' } }, [['o.field', `o.field ${kind}`]]],
    [
      order,
      { o: { field: 'LARGE', direction: 'ASC', [secret]: 1 } },
      [['o', 'o has a field that ThingOrder does not have: it takes field, direction.']],
    ],
    [order, { o: [secret] }, [['o', 'It must be of type ThingOrder, an object with field, direction.']]],
    [
      orders,
      { o: [{ field: 'LARGE', direction: 'ASC' }, { field: 'LARGE' }] },
      [['o[1].direction', `o[1].direction is required and ${direction}`]],
    ],
    [orders, { o: { field: 'LARGE' } }, [['o.direction', `o.direction is required and ${direction}`]]],
    [search, { f: { kinds: ['LARGE', secret] } }, [['f.kinds[1]', `f.kinds[1] ${kind}`]]],
    [
      search,
      { f: { kinds: secret } },
      [['f.kinds', 'f.kinds must be of type [Kind!], each one of LARGE, SMALL.']],
    ],
    [search, { f: { size: secret } }, [['f.size', 'f.size must be of type Int.']]],
    [search, { f: { on: secret } }, [['f.on', 'f.on: Date expects a day such as 2026-03-31.']]],
    [search, { f: secret }, [['f', `It ${filter}`]]],
    ['query ($id: ID!) { thing(id: $id) { id } }', {}, [['id', 'It is required and must be of type ID.']]],
    ['query ($of: Int) { count(of: $of) }', { of: secret }, [['of', 'It must be of type Int.']]],
  ])('%s with %j', async (query, variables, told) => {
    for (const role of ['VENDOR_ADMIN', 'CUSTOMER'] as const) {
      const { errors, text } = await ask(house.gateway.url, query, { variables, role });
      const name = /\$(\w+)/.exec(query)?.[1];
      expect(errors?.map(({ message, extensions }) => [extensions['field'], message])).toEqual(
        told.map(([field, says]) => [
          field,
          `The variable $${String(name)} has no value that its type allows. ${says}`,
        ]),
      );
      expect(text).not.toContain(secret);
    }
  });

  it('a list of ten thousand wrong values is not told in full', async () => {
    const variables = { o: Array.from({ length: 10_000 }, () => ({ [secret]: 1 })) };
    const { errors } = await ask(house.gateway.url, orders, { variables });
    expect(errors?.length).toBeLessThanOrEqual(10);
  });
});

describe('a literal is told by its place, with what it takes', () => {
  it.each<[string, [string, string][]]>([
    ['{ sorted(by: { field: LARGE }) }', [['by.direction', `by.direction is required and ${direction}`]]],
    [
      '{ sorted(by: {}) }',
      [
        ['by.field', `by.field is required and ${kind}`],
        ['by.direction', `by.direction is required and ${direction}`],
      ],
    ],
    ['{ sorted(by: { field: TANGERINE, direction: ASC }) }', [['by.field', `by.field ${kind}`]]],
    ['{ sorted(by: { field: "LARGE", direction: ASC }) }', [['by.field', `by.field ${kind}`]]],
    ['{ sorted(by: { field: null, direction: ASC }) }', [['by.field', `by.field is required and ${kind}`]]],
    [
      '{ sorted(by: { field: LARGE, direction: ASC, other: 1 }) }',
      [['by.other', 'by.other is no field of ThingOrder, which takes field, direction.']],
    ],
    [
      '{ sorted(then: [{ field: LARGE, direction: ASC }, { field: LARGE }]) }',
      [['then[1].direction', `then[1].direction is required and ${direction}`]],
    ],
    [
      '{ sorted(then: { field: LARGE }) }',
      [['then.direction', `then.direction is required and ${direction}`]],
    ],
    ['{ search(filter: { kinds: [LARGE, TANGERINE] }) }', [['filter.kinds[1]', `filter.kinds[1] ${kind}`]]],
    ['{ search(filter: { kinds: TANGERINE }) }', [['filter.kinds', `filter.kinds ${kind}`]]],
    [
      `{ search(filter: { on: "${secret}" }) }`,
      [['filter.on', 'filter.on: Date expects a day such as 2026-03-31.']],
    ],
    [`{ search(filter: "${secret}") }`, [['filter', `filter ${filter}`]]],
    [`{ count(of: "${secret}") }`, [['of', 'of must be of type Int.']]],
    ['{ thing(id: null) { id } }', [['id', 'id is required and must be of type ID.']]],
    [`query ($of: Int = "${secret}") { count(of: $of) }`, [['of', 'of must be of type Int.']]],
    [`{ quick @include(if: "${secret}") }`, [['if', 'if must be of type Boolean.']]],
    [`{ ...F } fragment F on Query { count(of: "${secret}") }`, [['of', 'of must be of type Int.']]],
  ])('%s', async (query, told) => {
    for (const role of ['VENDOR_ADMIN', 'CUSTOMER'] as const) {
      const { errors, text } = await ask(house.gateway.url, query, { role });
      expect(errors?.map(({ message, extensions }) => [extensions['field'], message])).toEqual(told);
      expect(text).not.toMatch(/TANG/);
    }
  });

  it('a variable whose type does not fit its place is told by its name', async () => {
    const { errors } = await ask(house.gateway.url, 'query ($id: ID) { thing(id: $id) { id } }');
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'id' });
  });
});

describe('the character U+0000, which no database of ours stores', () => {
  const says = 'must not contain the character U+0000.';
  it.each<[string, unknown, string]>([
    ['query ($id: ID!) { thing(id: $id) { id } }', { id: `${secret}\0` }, 'id'],
    ['{ thing(id: "TANG\\u0000") { id } }', {}, 'id'],
    ['{ thing(id: "TANG\\u{0}") { id } }', {}, 'id'],
    ['query ($id: ID! = "TANG\\u{00000}") { thing(id: $id) { id } }', {}, 'id'],
  ])('%s with %j', async (query, variables, field) => {
    const { status, errors, text } = await ask(house.gateway.url, query, { variables });
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      { message: `${field} ${says}`, extensions: { code: 'BAD_USER_INPUT', field } },
    ]);
    expect(text).not.toMatch(/TANG/);
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
