import { describe, expect, it } from '@jest/globals';
import { Kind, buildSchema, parse, type FragmentDefinitionNode, type GraphQLFormattedError } from 'graphql';
import { compileCompletion, type Completed } from '@mainstay/gateway/execution/complete';

const schema = buildSchema(`
  type Query { thing: Thing things: [Thing!] holes: [Thing] must: Thing! rows: [[Int!]!] node: Node either: Either text: String }
  type Thing implements Node { id: ID! name: String owner: Owner mustOwn: Owner! tags: [String!]! words: [String] }
  type Owner implements Node { id: ID! name: String! thing: Thing }
  interface Node { id: ID! }
  union Either = Thing | Owner
`);

/** What the client gets when the executor answers `answer` (under the executor's keys) with `errors`. */
function complete(
  query: string,
  answer: Record<string, unknown>,
  errors: GraphQLFormattedError[] = [],
  variables: Record<string, unknown> = {},
): Completed {
  const { definitions } = parse(query);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const operation = definitions[0];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The operation comes first.');
  const completion = compileCompletion({ schema, fragments }, schema.getQueryType()!, operation.selectionSet);
  return completion.complete(answer, variables, errors);
}

const missing = (...path: (string | number)[]) => ({
  message: 'A value that must exist is missing.',
  path,
  extensions: { code: 'INTERNAL' },
});
const told = (...path: (string | number)[]) => ({
  message: 'told by a subgraph',
  path,
  extensions: { code: 'CONFLICT' },
});

describe('a null where the schema forbids one', () => {
  it.each([
    [
      'stays where it may be',
      '{ thing { id name } }',
      { thing: { id: 1, name: null } },
      { thing: { id: 1, name: null } },
      null,
    ],
    [
      'takes its object',
      '{ text thing { id name } }',
      { text: 'a', thing: { id: null, name: 'n' } },
      { text: 'a', thing: null },
      ['thing', 'id'],
    ],
    ['counts when it is left out', '{ thing { id } }', { thing: {} }, { thing: null }, ['thing', 'id']],
    [
      'takes objects up to the first that may be null',
      '{ thing { owner { name } } }',
      { thing: { owner: { name: null } } },
      { thing: { owner: null } },
      ['thing', 'owner', 'name'],
    ],
    [
      'takes several at once',
      '{ text thing { mustOwn { name } } }',
      { text: 'a', thing: { mustOwn: { name: null } } },
      { text: 'a', thing: null },
      ['thing', 'mustOwn', 'name'],
    ],
    [
      'takes the list of items that must be',
      '{ things { id } }',
      { things: [{ id: 1 }, { id: null }] },
      { things: null },
      ['things', 1, 'id'],
    ],
    [
      'takes one item of a list that may have holes',
      '{ holes { id } }',
      { holes: [{ id: 1 }, { id: null }, null] },
      { holes: [{ id: 1 }, null, null] },
      ['holes', 1, 'id'],
    ],
    [
      'within a list of leaves',
      '{ thing { id tags } }',
      { thing: { id: 1, tags: ['a', null] } },
      { thing: null },
      ['thing', 'tags', 1],
    ],
    [
      'within a list of lists',
      '{ rows }',
      {
        rows: [
          [1, 2],
          [3, null],
        ],
      },
      { rows: null },
      ['rows', 1, 1],
    ],
    ['takes the whole answer', '{ text must { id } }', { text: 'a', must: null }, null, ['must']],
    [
      'stands for a list that is none',
      '{ thing { id tags } }',
      { thing: { id: 1, tags: 'a' } },
      { thing: null },
      ['thing', 'tags'],
    ],
    ['stands for an object that is none', '{ thing { id } }', { thing: 'a' }, { thing: null }, null],
  ])('%s', (...[, query, answer, data, at]) => {
    expect(complete(query, answer)).toEqual({ data, errors: at === null ? [] : [missing(...at)] });
  });

  it('keeps a hole in words, which may be missing', () => {
    const answer = { thing: { words: ['a', null] } };
    expect(complete('{ thing { words } }', answer)).toEqual({ data: answer, errors: [] });
  });

  it('is explained once: by the subgraph where it told why', () => {
    const errors = [told('things', 1, 'mustOwn', 'name')];
    const answer = { things: [{ mustOwn: { name: 'n' } }, { mustOwn: { name: null } }] };
    expect(complete('{ things { mustOwn { name } } }', answer, errors)).toEqual({
      data: { things: null },
      errors,
    });
  });

  it('is explained by us where the subgraph told of another place', () => {
    const errors = [told('text')];
    const completed = complete('{ text thing { id } }', { text: null, thing: { id: null } }, errors);
    expect(completed).toEqual({
      data: { text: null, thing: null },
      errors: [...errors, missing('thing', 'id')],
    });
  });
});

describe('the shape of the answer', () => {
  it('holds what was asked for, in that order, and nothing else', () => {
    const answer = { text: 'a', secret: 's', thing: { name: 'n', __typename: 'Thing', id: 1, hidden: 2 } };
    const { data } = complete('{ thing { id name } text }', answer);
    expect(JSON.stringify(data)).toBe('{"thing":{"id":1,"name":"n"},"text":"a"}');
  });

  it('merges fields asked for at several places', () => {
    const query = '{ thing { owner { id } ...F } } fragment F on Thing { owner { name } ... { id } }';
    const { data } = complete(query, { thing: { id: 1, owner: { id: 2, name: 'n' } } });
    expect(JSON.stringify(data)).toBe('{"thing":{"owner":{"id":2,"name":"n"},"id":1}}');
  });

  it('renames by alias, also onto the name of another field', () => {
    const { data } = complete('{ thing { id: name name: id } }', {
      thing: { id__as__name: 'n', name__as__id: 1 },
    });
    expect(data).toEqual({ thing: { id: 'n', name: 1 } });
  });

  it.each([
    ['Thing', { id: 1, name: 'n' }],
    ['Owner', { id: 1, owned: null }],
  ])('chooses the fields of an interface by what answers: %s', (__typename, expected) => {
    const query = '{ node { id ... on Thing { name } ... on Owner { owned: thing { id } } } }';
    const { data } = complete(query, { node: { __typename, id: 1, name: 'n', owned__as__thing: null } });
    expect(data).toEqual({ node: expected });
  });

  it.each(['Nothing', 'Query', null, undefined, 7, '__proto__'])(
    'an answer of the type %s, which is none of the union, is no answer',
    (__typename) => {
      expect(complete('{ either { ... on Node { id } } }', { either: { __typename, id: 1 } }).data).toEqual({
        either: null,
      });
    },
  );

  it.each([
    [true, true, { thing: { id: 1, name: 'n' } }],
    [true, false, { thing: { id: 1 } }],
    [false, true, { thing: { name: 'n' } }],
    [false, false, {}],
  ])('a field counts when any place that asks for it does: %s, %s', (a, b, data) => {
    const query = `query ($a: Boolean!, $b: Boolean!) {
      ... @include(if: $a) { thing { id } }
      ...N @include(if: $b)
    } fragment N on Query { thing { name } }`;
    expect(complete(query, { thing: { id: 1, name: 'n' } }, [], { a, b }).data).toEqual(data);
  });

  it('needs both conditions of one place', () => {
    const query = 'query ($a: Boolean!) { text @include(if: $a) @skip(if: $a) thing @skip(if: true) { id } }';
    for (const a of [true, false]) {
      expect(complete(query, { text: 'a', thing: { id: 1 } }, [], { a }).data).toEqual({});
    }
  });

  it('names types without asking anybody', () => {
    expect(complete('{ q: __typename thing { t: __typename } }', { thing: {} }).data).toEqual({
      q: 'Query',
      thing: { t: 'Thing' },
    });
  });
});
