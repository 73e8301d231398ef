import { describe, expect, test } from '@jest/globals';
import { buildSchema, execute, isObjectType, parse, printSchema } from 'graphql';
import { viewerRoles, type ViewerRole } from './viewer.js';
import { guardMarkedFields, visibilityDirectives } from './visibility.js';

function guardedSchema() {
  const schema = buildSchema(`
    directive @secret on FIELD_DEFINITION
    directive @personal on FIELD_DEFINITION
    directive @other on FIELD_DEFINITION
    type Query { license: License personal: String @personal }
    type License {
      id: ID!
      code: String @secret
      owner: String @personal
      both: String @secret @personal
      counted(of: Int): Int @secret
      plan: String @other
    }
  `);
  let resolved = 0;
  const license = schema.getType('License');
  if (!isObjectType(license)) throw new Error('no License');
  const { counted } = license.getFields();
  if (counted !== undefined) {
    counted.resolve = (_source, { of }: { of: number }) => {
      resolved += 1;
      return of;
    };
  }
  guardMarkedFields(schema);
  return { schema, license, resolved: () => resolved };
}

const row = { id: 'lic_1', code: 'ABCDE', owner: 'Ada', both: 'both', plan: 'plan' };

async function seenBy(role: ViewerRole) {
  const { schema, resolved } = guardedSchema();
  const { data } = await execute({
    schema,
    document: parse('{ personal license { id code owner both counted(of: 3) plan } }'),
    rootValue: { personal: 'Ada', license: row },
    contextValue: { viewer: { role } },
  });
  return { data: JSON.parse(JSON.stringify(data)) as unknown, resolved: resolved() };
}

const blind = new Set<ViewerRole>(['ANALYST', 'OPERATOR']);

describe('a marked field', () => {
  test.each(viewerRoles.filter((role) => blind.has(role)))(
    'reads null for %s, and is not even resolved',
    async (role) => {
      expect(await seenBy(role)).toEqual({
        data: {
          personal: null,
          license: { id: 'lic_1', code: null, owner: null, both: null, counted: null, plan: 'plan' },
        },
        resolved: 0,
      });
    },
  );

  test.each(viewerRoles.filter((role) => !blind.has(role)))('reads as it is for %s', async (role) => {
    expect(await seenBy(role)).toEqual({
      data: { personal: 'Ada', license: { ...row, counted: 3 } },
      resolved: 1,
    });
  });
});

test('a field without a mark is not wrapped, and costs nothing', () => {
  const { license } = guardedSchema();
  const resolved = Object.values(license.getFields()).filter((field) => field.resolve !== undefined);
  expect(resolved.map(({ name }) => name)).toEqual(['code', 'owner', 'both', 'counted']);
});

test('without a viewer nothing marked is read', async () => {
  const { schema } = guardedSchema();
  const result = await execute({
    schema,
    document: parse('{ license { id code } }'),
    rootValue: { license: row },
    contextValue: {},
  });
  expect(JSON.parse(JSON.stringify(result.data))).toEqual({ license: { id: 'lic_1', code: null } });
  expect(result.errors).toHaveLength(1);
});

test('both marks say what they hide and from whom', () => {
  expect(visibilityDirectives.map(({ name }) => name)).toEqual(['secret', 'personal']);
  for (const { description } of visibilityDirectives)
    expect(description).toContain('null for an analyst and an operator');
  expect(printSchema(guardedSchema().schema)).toContain('directive @secret on FIELD_DEFINITION');
});
