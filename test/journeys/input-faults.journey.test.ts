import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

let graph: TestGraph;

beforeAll(async () => {
  graph = await openTestGraph();
});

afterAll(async () => {
  await graph.stop();
});

interface Refusal {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly field?: string };
}

async function refusalOf(persona: string, query: string, variables: object): Promise<Refusal | undefined> {
  const response = await fetch(graph.house.endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await graph.tokenOf(persona)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query, variables }),
  });
  const { errors } = (await response.json()) as { errors?: Refusal[] };
  return errors?.[0];
}

const list = '{ totalCount }';
const may = (version: string) =>
  `{ licenses(first: 1) { nodes { mayUse(version: ${version}) { accepted } } } }`;
const asOf = '{ nodes { coverage(asOf: "2026-13-01") { active } } }';

test.each<[asked: string, variables: object, field: string | undefined, says: string]>([
  [
    `{ licenses(orderBy: { field: TANGERINE, direction: ASC }) ${list} }`,
    {},
    'orderBy.field',
    'one of COVERED_UNTIL, ',
  ],
  [
    `query ($o: LicenseOrder) { licenses(orderBy: $o) ${list} }`,
    { o: { direction: 'ASC' } },
    'o.field',
    'o.field is required and must be of type LicenseOrderField, one of ',
  ],
  [
    `{ licenses(orderBy: { field: COVERED_UNTIL }) ${list} }`,
    {},
    'orderBy.direction',
    'orderBy.direction is required and must be of type OrderDirection, one of ASC, DESC.',
  ],
  [`{ licenses(first: "a") ${list} }`, {}, 'first', 'first must be of type Int.'],
  [
    `{ tickets(filter: { states: [TANGERINE] }) ${list} }`,
    {},
    'filter.states[0]',
    'must be of type TicketState, one of OPEN, WAITING_FOR_CUSTOMER, RESOLVED, CLOSED, WITHDRAWN.',
  ],
  [`{ licenses(first: 1) ${asOf} }`, {}, 'asOf', 'asOf: Date expects a day such as 2026-03-31.'],
  [
    'query ($id: ID!) { license(id: $id) { id } }',
    { id: 'tangerine\0' },
    'id',
    'id must not contain the character U+0000.',
  ],
  ['{ license { id } }', {}, undefined, 'exactly one of the arguments id, code and serial'],
  [may('"tangerine"'), {}, 'version', 'such as 4.2.0'],
  [may('" 10.9.0"'), {}, 'version', 'such as 4.2.0'],
  ['{ __schema { queryType { name } } }', {}, undefined, 'in the package @mainstay/sdk'],
])(
  'a customer asks %s with %j and is told what is wrong and what would be right',
  async (asked, variables, field, says) => {
    const refusal = await refusalOf('cronwell.customer', asked, variables);
    expect(refusal?.message).toContain(says);
    expect(refusal?.extensions).toEqual({
      code: asked.includes('__schema') ? 'FORBIDDEN' : 'BAD_USER_INPUT',
      ...(field === undefined ? {} : { field }),
    });
    expect(JSON.stringify(refusal)).not.toMatch(/tangerine/i);
  },
);

test('who may read the schema is helped with names', async () => {
  const refusal = await refusalOf('cronwell.admin', '{ viewer { rol } }', {});
  expect(refusal?.message).toContain('Did you mean "role"');
});

test('every version of every release may be asked for', async () => {
  for (const persona of ['cronwell.admin', 'deskhaven.admin', 'tubeworks.admin']) {
    const vendorId = graph.world.cast.find(({ name }) => name === persona)?.vendorId;
    const versions = (graph.world.licensing['release'] ?? [])
      .filter((row) => row['vendor_id'] === vendorId)
      .map((row) => String(row['version']));
    expect(versions.length).toBeGreaterThan(0);
    for (let start = 0; start < versions.length; start += 45) {
      const asked = versions.slice(start, start + 45);
      const fields = asked.map(
        (version, index) => `v${index}: mayUse(version: ${JSON.stringify(version)}) { accepted }`,
      );
      expect(
        await refusalOf(persona, `{ licenses(first: 1) { nodes { ${fields.join(' ')} } } }`, {}),
      ).toBeUndefined();
    }
  }
});
