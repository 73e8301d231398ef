import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { viewerRoles } from '@mainstay/kernel/graph/viewer';
import { costLimit, defaultLimits, type DocumentLimits } from '@mainstay/gateway/document/limits';
import { ask, openHouse, type House } from './harness.js';

let house: House;
/** How often any subgraph was asked. */
let asked = 0;
beforeAll(async () => {
  house = await openHouse({
    around: (_, executor) => (request) => {
      asked += 1;
      return executor(request);
    },
  });
});
afterAll(async () => {
  await house.gateway.stop();
});

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** A chain of `size` fields, each within the one before. */
function chain(size: number): string {
  const between = Array.from({ length: size - 2 }, (_, index) => (index % 2 === 0 ? 'thing' : 'note'));
  const leaf = size % 2 === 0 ? 'text' : 'id';
  return ['{ firstNote', ...between, leaf].join(' { ') + ' }'.repeat(size);
}

/** For each limit a document of exactly the size given, within all other limits. */
const documents: Readonly<Record<keyof DocumentLimits, (size: number) => string>> = {
  tokens: (size) => `{ # no token\n many(of: [${times(size - 9, () => '1')}]) }`,
  nesting: (size) => `${'{ ... '.repeat(size - 1)}{ quick }${' }'.repeat(size - 1)}`,
  aliases: (size) =>
    `{ thing(id: "t1") { ...F } } fragment F on Thing { ${times(size, (index) => `a${index}: id`)} }`,
  directives: (size) => `{ thing(id: "t1") { id ${times(size, () => '... @include(if: true) { id }')} } }`,
  depth: chain,
  rootFields: (size) => `{ ...F } fragment F on Query { ${times(size, (index) => `r${index}: quick`)} }`,
  fields: (size) =>
    `{ thing(id: "t1") { ${times(Math.floor((size - 1) / 9), () => '...F')} ${times((size - 1) % 9, () => 'id')} } }
     fragment F on Thing { ${times(9, () => 'id')} }`,
};

const named = Object.keys(documents) as (keyof DocumentLimits)[];

describe.each(named)('the limit of %s', (name) => {
  const limit = defaultLimits[name];

  it('lets exactly so many pass', async () => {
    const { status, errors } = await ask(house.gateway.url, documents[name](limit));
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });

  it('refuses one more, before anybody is asked', async () => {
    const before = asked;
    const { status, data, errors } = await ask(house.gateway.url, documents[name](limit + 1));
    expect({ status, data, asked }).toEqual({ status: 400, data: undefined, asked: before });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    expect(errors?.[0]?.message).toMatch(new RegExp(`than ${limit}\\b`));
  });
});

it('stand in the README as they are', async () => {
  const text = await readFile(new URL('../../gateway/README.md', import.meta.url), 'utf8');
  const readme = text.replaceAll(/ +/g, ' ');
  const { tokens, nesting, aliases, directives, depth, rootFields, fields, cost } = defaultLimits;
  const rows = [
    [tokens, nesting],
    [aliases, directives],
    [depth, rootFields, fields],
  ];
  const written = (limit: number) => limit.toLocaleString('en');
  for (const row of rows) expect(readme).toContain(`| ${row.map(written).join(' · ')} |`);
  expect(readme).toContain(`| ${written(cost)} (${written(costLimit(defaultLimits, 'ANALYST'))}) |`);
});

it('are told by status 400 in the newer form alone, as the README says', async () => {
  const text = await readFile(new URL('../../gateway/README.md', import.meta.url), 'utf8');
  expect(text).toContain('A **400** in the table is 200 to a client that does not accept');
  const small = await openHouse({ limits: { cost: 5 } });
  for (const query of [documents.aliases(defaultLimits.aliases + 1), '{ things { nodes { id } } }']) {
    const statuses = ['application/graphql-response+json', 'application/json', '*/*'].map(
      async (accept) => (await ask(small.gateway.url, query, { accept })).status,
    );
    expect(await Promise.all(statuses)).toEqual([400, 200, 200]);
  }
  await small.gateway.stop();
});

it('counts what fragments repeat, also where each of them is small', async () => {
  const doubling = times(12, (index) => `fragment F${index} on Thing { ...F${index + 1} ...F${index + 1} }`);
  const query = `{ thing(id: "t1") { ...F0 } } ${doubling} fragment F12 on Thing { id }`;
  const { status, errors } = await ask(house.gateway.url, query);
  expect(status).toBe(400);
  expect(errors?.[0]?.message).toContain(`more than ${defaultLimits.fields} fields`);
});

it('ends at fragments that spread each other', async () => {
  const query =
    '{ thing(id: "t1") { ...A } } fragment A on Thing { id ...B } fragment B on Thing { name ...A }';
  const { status, errors } = await ask(house.gateway.url, query);
  expect({ status, code: errors?.[0]?.extensions['code'] }).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
});

describe('the cost of an operation', () => {
  it.each([
    [0, '{ quick count __typename }'],
    [1, '{ thing(id: "t1") { id name tags } }'],
    [21, '{ things { nodes { id } } }'],
    [6, '{ things(first: 5) { nodes { id } } }'],
    [6, '{ things(last: 5) { nodes { id } } }'],
    [11, '{ things(first: 5) { totalCount } }'],
    [16, '{ things(first: 5) { totalCount nodes { id } } }'],
    [8, 'query ($n: Int = 7) { things(first: $n) { nodes { id } } }'],
    [21, 'query ($n: Int) { things(first: $n) { nodes { id } } }'],
    // Sizes that the subgraph refuses make nothing cheap and nothing infinite.
    [2, '{ things(first: -3) { nodes { id } } }'],
    [101, '{ things(first: 1000) { nodes { id } } }'],
    [101, '{ things(first: 1, last: 1000) { nodes { id } } }'],
    [1 + 5 * (1 + 1 + 2), '{ things(first: 5) { nodes { latest(first: 2) { nodes { text } } } } }'],
    [5, '{ strict { id } }'],
    [10, '{ strict { note { text } } }'],
    [42, '{ a: things { nodes { id } } b: things { nodes { id } } }'],
    // Alternatives are added up, conditions count as met.
    [23, '{ node(id: "o1") { ... on Thing { note { text } } ... on Owner { things { nodes { id } } } } }'],
    [21, '{ quick ...F @skip(if: true) } fragment F on Query { things { nodes { id } } }'],
    [10, '{ __schema { types { name } } }'],
  ])('is %d for %s', async (requested, query) => {
    const { extensions } = await ask(house.gateway.url, query);
    expect(extensions).toEqual({ cost: { requested, maximum: defaultLimits.cost } });
  });

  const query = 'query ($n: Int!) { things(first: $n) { nodes { id } } }';

  it('is refused beyond the limit, before anybody is asked, and told', async () => {
    const small = await openHouse({ limits: { cost: 51, costByRole: { ANALYST: 52 } } });
    const costing = (n: number, role: 'VENDOR_ADMIN' | 'ANALYST') =>
      ask(small.gateway.url, query, { variables: { n }, role });
    const passed = await costing(50, 'VENDOR_ADMIN');
    expect(passed).toMatchObject({
      status: 200,
      errors: undefined,
      extensions: { cost: { requested: 51, maximum: 51 } },
    });
    const refused = await costing(51, 'VENDOR_ADMIN');
    expect(refused).toMatchObject({
      status: 400,
      data: undefined,
      extensions: { cost: { requested: 52, maximum: 51 } },
    });
    expect(refused.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    expect(refused.errors?.[0]?.message).toBe(
      'The operation costs 52, and this role may ask for 51: ask for a smaller `first`, or for fewer lists within lists.',
    );
    expect((await costing(51, 'ANALYST')).status).toBe(200);
    expect((await costing(52, 'ANALYST')).status).toBe(400);
    await small.gateway.stop();
  });

  it('may be higher for analysts alone', () => {
    const limits = viewerRoles.map((role) => [role, costLimit(defaultLimits, role)]);
    expect(limits).toEqual(viewerRoles.map((role) => [role, role === 'ANALYST' ? 25_000 : 5_000]));
  });

  it('multiplies without end and is refused all the same', async () => {
    const page = (depth: number): string =>
      depth === 0 ? 'id' : `owner { things(first: 100) { nodes { ${page(depth - 1)} } } }`;
    const { status, extensions } = await ask(house.gateway.url, `{ thing(id: "t1") { ${page(4)} } }`);
    expect(status).toBe(400);
    expect(extensions?.cost?.requested).toBeGreaterThan(100_000_000);
  });
});
