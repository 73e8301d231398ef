import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { apiSchema, columns, elementsOf, readMatrix } from './matrix.js';

const head = ['element', ...columns].join('\t');
const allOf = (word: string) => columns.map(() => word).join('\t');

describe('the matrix', () => {
  test('has a row for every field and argument of the public schema, and no other', () => {
    expect([...readMatrix().keys()].sort()).toEqual(elementsOf(apiSchema).sort());
  });

  test('misses a field, an argument, an input field and a mutation when they are new', () => {
    const schema = buildSchema(`
      type Query { thing(id: ID!, filter: ThingFilter): Thing }
      type Thing { id: ID! }
      input ThingFilter { open: Boolean }
      input ThingOpenInput { id: ID! }
      type ThingOpenPayload { thing: Thing opener: OnlyAnswered }
      type OnlyAnswered { name: String }
      type Mutation { thingOpen(input: ThingOpenInput!): ThingOpenPayload! }`);
    expect(elementsOf(schema)).toEqual([
      'Query.thing',
      'Query.thing(id:)',
      'Query.thing(filter:)',
      'Thing.id',
      'ThingFilter.open',
      'Mutation.thingOpen',
    ]);
  });

  test.each([
    ['another word', `${head}\nA.b\t${allOf('some')}`, 'A.b, ADMIN: some is no word of the matrix.'],
    ['a missing cell', `${head}\nA.b\tall`, 'A.b: a cell for every role, no more.'],
    ['a row twice', `${head}\nA.b\t${allOf('all')}\nA.b\t${allOf('own')}`, 'A.b stands in the matrix twice.'],
    ['other columns', `element\tADMIN\nA.b\tall`, 'The matrix starts with other columns.'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => readMatrix(text)).toThrow(message);
  });
});
