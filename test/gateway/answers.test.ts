import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, openHouse, type House } from './harness.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.gateway.stop();
});

async function dataOf(query: string, variables?: unknown): Promise<unknown> {
  const { data, errors, status } = await ask(house.gateway.url, query, { variables });
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  return data;
}

const note = (id: string) => ({ text: `note on ${id}` });

describe('answers from several subgraphs', () => {
  it('joins the fields of an entity, in the order asked for', async () => {
    const data = await dataOf(
      '{ things(first: 2) { nodes { note { text } id latest(first: 1) { nodes { text } } name } totalCount } }',
    );
    const nodes = ['t1', 't2'].map((id) => ({
      note: note(id),
      id,
      latest: { nodes: [note(id)] },
      name: `name of ${id}`,
    }));
    expect(JSON.stringify(data)).toBe(JSON.stringify({ things: { nodes, totalCount: 3 } }));
  });

  it('goes to and fro between subgraphs', async () => {
    const query = '{ firstNote { thing { name owner { things(first: 3) { nodes { note { text } } } } } } }';
    expect(await dataOf(query)).toEqual({
      firstNote: {
        thing: {
          name: 'name of t1',
          owner: { things: { nodes: ['t1', 't2', 't3'].map((id) => ({ note: note(id) })) } },
        },
      },
    });
  });

  it.each([
    // An entity is fetched by its key fields, so a name of the client's must not stand in for one of them.
    ['{ thing(id: "t1") { id: name note { text } } }', { thing: { id: 'name of t1', note: note('t1') } }],
    ['{ thing(id: "t1") { id: __typename note { text } } }', { thing: { id: 'Thing', note: note('t1') } }],
    [
      '{ thing(id: "t1") { note: name id: note { text } } }',
      { thing: { note: 'name of t1', id: note('t1') } },
    ],
    ['{ thing: quick quick: thing(id: "t1") { x: id } }', { thing: 'quick', quick: { x: 't1' } }],
    [
      '{ thing(id: "t1") { a: latest(first: 1) { nodes { b: text } } c: latest(first: 2) { nodes { text } } } }',
      { thing: { a: { nodes: [{ b: 'note on t1' }] }, c: { nodes: [note('t1')] } } },
    ],
    [
      '{ constructor: quick toString: quick hasOwnProperty: quick }',
      { constructor: 'quick', toString: 'quick', hasOwnProperty: 'quick' },
    ],
  ])('gives aliases back: %s', async (query, expected) => {
    expect(await dataOf(query)).toEqual(expected);
  });

  it('follows fragments, nested and named like the properties of every object', async () => {
    const query = `query constructor { ...constructor }
      fragment constructor on Query { thing(id: "t2") { ...toString ... on Node { id } ... { kind } } }
      fragment toString on Thing { note { ...valueOf } }
      fragment valueOf on Note { text }`;
    expect(await dataOf(query)).toEqual({ thing: { note: note('t2'), id: 't2', kind: 'LARGE' } });
  });

  it('answers interfaces and unions by what they turn out to be', async () => {
    const query = `{
      a: node(id: "t1") { id ... on Thing { note { text } tags } }
      b: node(id: "o1") { __typename ... on Thing { note { text } } ... on Owner { name } }
      c: anything(id: "o1") { ... on Owner { things(first: 1) { nodes { vendor } } } ... on Thing { kind } }
      d: anything(id: "t3") { ... on Node { id } ... on Thing { t: __typename strict: note { text } } }
    }`;
    expect(await dataOf(query)).toEqual({
      a: { id: 't1', note: note('t1'), tags: ['a', 'b'] },
      b: { __typename: 'Owner', name: 'the owner' },
      c: { things: { nodes: [{ vendor: 'v1' }] } },
      d: { id: 't3', t: 'Thing', strict: note('t3') },
    });
  });

  it.each([
    ['{ __typename }', { __typename: 'Query' }],
    ['mutation { __typename }', { __typename: 'Mutation' }],
    ['{ a: __typename quick b: __typename }', { a: 'Query', quick: 'quick', b: 'Query' }],
    [
      '{ things(first: 1) { __typename nodes { t: __typename } } }',
      { things: { __typename: 'ThingConnection', nodes: [{ t: 'Thing' }] } },
    ],
    ['{ node(id: "o1") { t: __typename } }', { node: { t: 'Owner' } }],
    [
      'mutation { a: store(text: "x") __typename b: store(text: "y") }',
      { a: 'x', __typename: 'Mutation', b: 'y' },
    ],
  ])('names types: %s', async (query, expected) => {
    expect(JSON.stringify(await dataOf(query))).toBe(JSON.stringify(expected));
  });

  it('runs mutations one after another', () => {
    expect(house.world.stored).toEqual(['x', 'y']);
  });
});

describe('@skip and @include', () => {
  const thing = { name: 'name of t1', note: note('t1') };
  it.each([
    ['{ quick @skip(if: true) __typename }', {}, { __typename: 'Query' }],
    ['{ quick @skip(if: true) }', {}, {}],
    ['{ thing(id: "t1") { name @skip(if: true) } }', {}, { thing: {} }],
    ['{ thing(id: "t9") { name @skip(if: true) } }', {}, { thing: null }],
    ['{ thing(id: "t1") { ...N } } fragment N on Thing { note @skip(if: true) { text } }', {}, { thing: {} }],
    ['{ thing(id: "t1") { ...N @skip(if: true) } } fragment N on Thing { note { text } }', {}, { thing: {} }],
    ['query ($y: Boolean!) { thing(id: "t1") { note @skip(if: $y) { text } } }', { y: true }, { thing: {} }],
    [
      'query ($y: Boolean!) { thing(id: "t1") { ... @skip(if: $y) { note { text } } } quick }',
      { y: true },
      { thing: {}, quick: 'quick' },
    ],
    [
      'query ($d: Date) { search(filter: { on: $d }) @include(if: false) quick }',
      { d: '2026-01-01' },
      { quick: 'quick' },
    ],
    ['{ thing(id: "t1") { name note @include(if: false) { text } } }', {}, { thing: { name: thing.name } }],
    [
      'query ($y: Boolean!) { thing(id: "t1") { name note @include(if: $y) { text } } }',
      { y: true },
      { thing },
    ],
    [
      'query ($y: Boolean!) { thing(id: "t1") { name note @include(if: $y) { text } } }',
      { y: false },
      { thing: { name: thing.name } },
    ],
    [
      'query ($y: Boolean!) { thing(id: "t1") { name ... @skip(if: $y) { note { text } } } }',
      { y: true },
      { thing: { name: thing.name } },
    ],
    [
      'query ($y: Boolean!) { thing(id: "t1") { name ...N @skip(if: $y) } } fragment N on Thing { note { text } }',
      { y: false },
      { thing },
    ],
    ['query ($y: Boolean = true) { quick @skip(if: $y) __typename }', {}, { __typename: 'Query' }],
    [
      'query ($y: Boolean = true) { quick @skip(if: $y) __typename }',
      { y: false },
      { quick: 'quick', __typename: 'Query' },
    ],
    [
      'query ($constructor: Boolean!) { quick @include(if: $constructor) }',
      { constructor: true },
      { quick: 'quick' },
    ],
    ['query ($constructor: Boolean!) { quick @include(if: $constructor) }', { constructor: false }, {}],
  ])('%s with %j', async (query, variables, expected) => {
    expect(await dataOf(query, variables)).toEqual(expected);
  });

  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('a field of another subgraph counts when any place asks for it: %s, %s', async (a, b) => {
    const query = `query ($a: Boolean!, $b: Boolean!) {
      thing(id: "t1") { name note @include(if: $a) { text } ... @include(if: $b) { note { text } } }
    }`;
    expect(await dataOf(query, { a, b })).toEqual({ thing: a || b ? thing : { name: thing.name } });
  });

  it('applies to a mutation: what is skipped does not happen', async () => {
    const stored = [...house.world.stored];
    const query = 'mutation ($y: Boolean!) { store(text: "never") @include(if: $y) __typename }';
    expect(await dataOf(query, { y: false })).toEqual({ __typename: 'Mutation' });
    expect(house.world.stored).toEqual(stored);
  });
});

describe('variables', () => {
  it.each([
    ['query ($of: Int = 7) { count(of: $of) }', undefined, { count: 7 }],
    ['query ($of: Int = 7) { count(of: $of) }', {}, { count: 7 }],
    ['query ($of: Int = 7) { count(of: $of) }', { of: 3, unknown: { ['__proto__']: 1 } }, { count: 3 }],
    ['query ($of: Int) { count(of: $of) }', undefined, { count: 0 }],
    // Named like a property of every object, and not given: it must read as not given.
    ['query ($constructor: Int) { count(of: $constructor) }', {}, { count: 0 }],
    ['query ($toString: Int) { count(of: $toString) }', { toString: 4 }, { count: 4 }],
    ['query ($id: ID!) { thing(id: $id) { id } }', { id: 5 }, { thing: null }],
    [
      'query ($f: ThingFilter, $d: Date) { a: search(filter: $f) b: search(filter: { on: $d, kinds: [LARGE] }) }',
      { f: { kind: 'SMALL', kinds: ['LARGE'], size: 1, on: '2024-02-29' }, d: '2026-01-01' },
      { a: ['found'], b: ['found'] },
    ],
  ])('%s with %j', async (query, variables, expected) => {
    expect(await dataOf(query, variables)).toEqual(expected);
  });
});
