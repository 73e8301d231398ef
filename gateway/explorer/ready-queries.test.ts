import { expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileCost } from '../src/document/cost.js';
import { defaultLimits } from '../src/document/limits.js';
import { readyQueries } from './ready-queries.js';

const published = fileURLToPath(new URL('../../sdk/schema.graphql', import.meta.url));
const schema = buildSchema(readFileSync(published, 'utf8'));

test.each(readyQueries.map((ready) => [ready.title, ready] as const))(
  '“%s” is one query that the published schema answers within the cost limit, with the variables it comes with',
  (_title, { query, variables }) => {
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    const operation = getOperationAST(document);
    expect(operation?.operation).toBe('query');
    const coerced = getVariableValues(schema, operation?.variableDefinitions ?? [], variables('2026-11-02'));
    expect(coerced.errors).toBeUndefined();
    if (operation === null || operation === undefined) throw new Error('There is no operation.');
    const cost = compileCost({ schema, fragments: new Map() }, operation)(coerced.coerced ?? {});
    expect(cost).toBeLessThanOrEqual(defaultLimits.cost);
  },
);

test('a coming day is counted from the vendor’s day', () => {
  const asOf = readyQueries.find(({ title }) => title === 'As of a coming day');
  expect(asOf?.variables('2026-11-02')).toEqual({ day: '2027-05-01' });
});
