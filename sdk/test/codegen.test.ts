import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { plugin } from '../codegen/plugin.js';

const schema = buildSchema(`
  interface Named { name: String }
  type Query {
    "The days that there are."
    days(first: Int, after: String): DayConnection
    "One day. */ stays a comment"
    day(on: String!): Day
    zone: Zone
    named: Named
  }
  type Mutation { daySet(on: String!): Day dayDrop(on: String!): Day }
  type Subscription { dayChanged: Day }
  type Zone { days(first: Int, after: String): DayConnection }
  type DayConnection { nodes: [Day!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Day implements Named { on: String! name: String zone: Zone }
`);

async function generate(text: string): Promise<string> {
  const output = await plugin(schema, [{ document: parse(text) }], {});
  return typeof output === 'string' ? output : output.content;
}

describe('an operation', () => {
  test('becomes a plain object, of which nothing runs on import, and a thin function', async () => {
    const code = await generate('query GetDay($on: String!) { day(on: $on) { on } }');
    expect(code).toContain('export const GetDayDocument: Operation<GetDayQuery, GetDayQueryVariables> = {');
    expect(code).toContain(`  text: "query GetDay($on:String!){day(on:$on){on}}",`);
    expect(code).toContain(
      'export const getDay = (client: Client, variables: GetDayQueryVariables, options?: CallOptions): Promise<GetDayQuery> =>',
    );
    expect(code).not.toMatch(/\bnew\b|kind:/);
  });

  test('needs no variables where none is required', async () => {
    expect(await generate('query ListDays($first: Int) { days(first: $first) { nodes { on } } }')).toContain(
      'variables: ListDaysQueryVariables = {}',
    );
  });

  test('keeps the words of the schema, which cannot end the comment', async () => {
    const code = await generate('query GetDay($on: String!) { day(on: $on) { on } }');
    expect(code).toContain('/**\n * One day. *\\/ stays a comment\n */\nexport const getDay');
  });

  test('has its own words where its file has some', async () => {
    expect(
      await generate('# First line.\n# Second.\nquery GetZone { zone { days { nodes { on } } } }'),
    ).toContain('/**\n * First line.\n * Second.\n */\nexport const getZone');
  });

  test('comes in the order of names, whatever the order of files', async () => {
    const one = 'query A { zone { days { nodes { on } } } }';
    const other = 'query B { zone { days { nodes { on } } } }';
    expect(await generate(`${one} ${other}`)).toBe(await generate(`${other} ${one}`));
  });
});

describe('a list', () => {
  test('is paged where it takes the cursor, also inside another object', async () => {
    const code = await generate(
      'query ZoneDays($first: Int, $after: String) { place: zone { days(first: $first, after: $after) { nodes { on } pageInfo { endCursor } } } }',
    );
    expect(code).toContain(`page: ['place', 'days'],`);
    expect(code).toContain('PagedOperation<ZoneDaysQuery, ZoneDaysQueryVariables, ZoneDaysItem>');
    expect(code).toContain('): Pages<ZoneDaysQuery, ZoneDaysItem> =>');
    expect(code).toContain(
      `export type ZoneDaysItem = NonNullable<NonNullable<ZoneDaysQuery['place']>['days']>['nodes'][number];`,
    );
  });

  test('that leaves out what paging needs is refused', async () => {
    const without = 'query L($after: String) { days(after: $after) { nodes { on } } }';
    await expect(generate(without)).rejects.toThrow(
      'L pages through days and must ask there for nodes and pageInfo.',
    );
  });
});

describe('a fragment', () => {
  test('on the very type is written out, inside others too', async () => {
    const code = await generate(`
      query GetDay($on: String!) { day(on: $on) { ...Facts } }
      fragment Facts on Day { on zone { ...ZoneFacts } }
      fragment ZoneFacts on Zone { days { nodes { on } } }
    `);
    expect(code).toContain('"query GetDay($on:String!){day(on:$on){on zone{days{nodes{on}}}}}"');
  });

  test('on another type, or under a directive, stays a condition', async () => {
    const code = await generate(`
      query GetNamed($with: Boolean!) { named { ...Facts ... on Day { on } ...Name @include(if: $with) } }
      fragment Facts on Day { zone { days { nodes { on } } } }
      fragment Name on Named { name }
    `);
    expect(code).toContain(
      'named{...on Day{zone{days{nodes{on}}}}...on Day{on}...on Named@include(if:$with){name}}',
    );
  });
});

describe('a mutation', () => {
  test('says that it is one', async () => {
    expect(await generate('mutation SetDay($on: String!) { daySet(on: $on) { on } }')).toContain(
      `kind: 'mutation',`,
    );
  });

  test.each([
    ['two fields', 'mutation M { daySet(on: "a") { on } dayDrop(on: "a") { on } }'],
    ['a fragment', 'mutation M { ...F } fragment F on Mutation { daySet(on: "a") { on } }'],
    ['an inline fragment', 'mutation M { ... { daySet(on: "a") { on } } }'],
  ])('with %s is refused, for its order would hang on how it is printed', async (_name, text) => {
    await expect(generate(text)).rejects.toThrow('The mutation M must name exactly one field of Mutation');
  });
});

test.each([
  ['query { zone { days { nodes { on } } } }', 'Every operation of the SDK has a name.'],
  ['subscription S { dayChanged { on } }', 'S: the client has no subscriptions.'],
])('%s is refused', async (text, message) => {
  await expect(generate(text)).rejects.toThrow(message);
});
