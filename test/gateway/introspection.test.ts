import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { viewerRoles } from '@mainstay/kernel/graph/viewer';
import { ask, openHouse, type House } from './harness.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.gateway.stop();
});

const readers = ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'PARTNER', 'ANALYST', 'OPERATOR'] as const;
const others = viewerRoles.filter((role) => !readers.some((reader) => reader === role));

const questions = [
  '{ __schema { queryType { name } } quick }',
  '{ quick __type(name: "Thing") { name } }',
  '{ x: __schema { __typename } }',
  '{ ... on Query { ... { __schema { __typename } } } }',
  '{ quick ...A } fragment A on Query { ...B } fragment B on Query { __type(name: "Thing") { name } }',
  'query ($y: Boolean = false) { quick ... @include(if: $y) { __schema { __typename } } }',
];

it('leaves a customer and a product without it, and nobody else', () => {
  expect(others).toEqual(['CUSTOMER', 'PRODUCT']);
});

describe.each(readers)('%s', (role) => {
  it.each(questions)('reads the schema: %s', async (query) => {
    const { status, errors } = await ask(house.gateway.url, query, { role });
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });

  it('is helped with names', async () => {
    const { errors } = await ask(house.gateway.url, '{ thinks }', { role });
    expect(errors?.[0]?.message).toContain('Did you mean "things"');
  });
});

describe.each(others)('%s', (role) => {
  it.each(questions)('does not read the schema, wherever the question hides: %s', async (query) => {
    const { status, data, errors } = await ask(house.gateway.url, query, { role });
    expect({ status, data }).toEqual({ status: 403, data: undefined });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'FORBIDDEN' }]);
    expect(errors?.[0]?.message).toContain('it is in the package @mainstay/sdk, as schema.graphql');
  });

  it.each(['{ thinks }', '{ quick(sow: 1) }', '{ node(id: 1) { ... on Thin { id } } }'])(
    'is not helped with names: %s',
    async (query) => {
      const { status, text } = await ask(house.gateway.url, query, { role });
      expect(status).toBe(400);
      expect(text).not.toMatch(/did you mean|things|LARGE/i);
    },
  );

  it.each([
    ['{ search(filter: { kin: LARGE }) }', 'filter.kin', 'which takes kind'],
    ['{ search(filter: { kind: LARG }) }', 'filter.kind', 'one of '],
  ])('is told what a place takes that it names itself, as the SDK has it: %s', async (query, field, says) => {
    const { errors } = await ask(house.gateway.url, query, { role });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', field }]);
    expect(errors?.[0]?.message).toContain(says);
    expect(errors?.[0]?.message).not.toMatch(/did you mean/i);
  });

  it('may ask for the type of what it reads', async () => {
    const { data } = await ask(house.gateway.url, '{ __typename thing(id: "t1") { __typename } }', { role });
    expect(data).toEqual({ __typename: 'Query', thing: { __typename: 'Thing' } });
  });
});

describe('the schema', () => {
  it('is described in full, without a trace of how it is composed', async () => {
    const { data, errors } = await ask(
      house.gateway.url,
      getIntrospectionQuery({ inputValueDeprecation: true }),
    );
    expect(errors).toBeUndefined();
    const printed = printSchema(buildClientSchema(data as unknown as IntrospectionQuery));
    expect(printed).toContain('type Thing implements Node');
    expect(printed).not.toMatch(/join__|_entities|_service|_Any|core__|subgraph/i);
  });

  it('is told beside other fields, in the order asked for', async () => {
    const { text } = await ask(
      house.gateway.url,
      'query ($name: String!) { quick t: __type(name: $name) { name kind } __schema { queryType { name } } thing(id: "t1") { note { text } } }',
      { variables: { name: 'Owner' } },
    );
    expect(text).toContain(
      '"data":{"quick":"quick","t":{"name":"Owner","kind":"OBJECT"},"__schema":{"queryType":{"name":"Query"}},"thing":{"note":{"text":"note on t1"}}}',
    );
  });

  it('says null of a type that there is not, and of the names of every object', async () => {
    const query =
      '{ a: __type(name: "Nothing") { name } b: __type(name: "constructor") { name } c: __type(name: "__proto__") { name } }';
    expect((await ask(house.gateway.url, query)).data).toEqual({ a: null, b: null, c: null });
  });

  it.each([
    [true, { __type: { name: 'Thing' }, quick: 'quick' }],
    [false, {}],
  ])('is told under conditions: %s', async (y, data) => {
    const query =
      'query ($y: Boolean!) { ...R @include(if: $y) } fragment R on Query { __type(name: "Thing") { name } quick }';
    expect((await ask(house.gateway.url, query, { variables: { y } })).data).toEqual(data);
  });

  it('is not asked for in rounds that multiply', async () => {
    const fields = (depth: number): string =>
      depth === 0 ? '{ name }' : `{ fields { type ${fields(depth - 1)} } }`;
    const { status, errors } = await ask(house.gateway.url, `{ __type(name: "Thing") ${fields(6)} }`);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });
});
