import 'reflect-metadata';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import { Arg, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, makeConnection, Node } from './connection.js';
import { createExecutor } from './execute.js';
import { Money } from './money.js';
import { buildSubgraph, type BuiltSubgraph } from './subgraph.js';
import type { Viewer } from './viewer.js';
import { asked, silent, viewer } from '../../../../test/harness/trial-subgraph.js';

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'A thing that is sold.' })
class Thing extends Node {
  @Directive('@secret')
  @Field(() => String, { nullable: true, description: 'Opens the thing.' })
  code!: string | null;

  @Directive('@personal')
  @Field(() => String, { nullable: true, description: 'Who has the thing.' })
  owner!: string | null;

  @Field(() => Money, { description: 'What the thing costs.' })
  price!: Money;
}
const ThingConnection = makeConnection('Thing', Thing);

/** Reached by `_entities` alone, as what another subgraph owns. */
@Directive('@key(fields: "id")')
@ObjectType()
class Other {
  @Field(() => ID)
  id!: string;
}

const rowOf = (id: string) => ({
  id,
  code: 'ABCDE',
  owner: 'Ada',
  price: { amount: '1080.00', currency: 'EUR' },
});

@Resolver(() => Other)
class OtherResolver {
  @FieldResolver(() => Thing, { nullable: true, description: 'What the other one holds.' })
  thing(@Root() { id }: Other) {
    return rowOf(`thing of ${id}`);
  }
}

@Resolver(() => Thing)
class ThingResolver {
  @Query(() => Node, { nullable: true, description: 'A plain row that says what it is, or does not.' })
  node(@Arg('named', () => Boolean, { description: 'Whether it says so.' }) named: boolean) {
    return named ? { ...rowOf('one'), __typename: 'Thing' } : rowOf('one');
  }

  @Query(() => ThingConnection, { nullable: true, description: 'All things.' })
  things(@Arg('id', () => ID, { nullable: true, description: 'Only this one.' }) id: string | null) {
    return connectionOf({
      rows: [rowOf(id ?? 'first')],
      cursorOf: () => 'cursor',
      hasNextPage: false,
      hasPreviousPage: false,
      totalCount: () => Promise.resolve(1),
    });
  }
}

const references = {
  Thing: ({ id }: { id: string }) => (id === 'hidden' ? null : rowOf(id)),
  Other: ({ id }: { id: string }) => ({ id }),
};

let built: BuiltSubgraph;
beforeAll(async () => {
  built = await buildSubgraph<object>({
    name: 'trial',
    resolvers: [ThingResolver, OtherResolver],
    orphanedTypes: [Other],
    references,
  });
});

async function ask(text: string, variables = {}, role: Viewer['role'] = 'VENDOR_ADMIN') {
  const executor = createExecutor({
    name: 'trial',
    schema: built.schema,
    context: (request) => ({ viewer: request.viewer }),
    logger: silent(),
  });
  return executor(asked(text, { variables, viewer: { ...viewer, role } }));
}

describe('what is printed for composition', () => {
  test('links federation and our own marks, and carries the marks into the supergraph', () => {
    expect(built.sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2.5"');
    expect(built.sdl).toContain(
      '@link(url: "https://mainstay.invalid/visibility/v1.0", import: ["@secret", "@personal"])',
    );
    expect(built.sdl).toContain('@composeDirective(name: "@secret")');
    expect(built.sdl).toContain('@composeDirective(name: "@personal")');
    expect(built.sdl).toMatch(/directive @secret on FIELD_DEFINITION/);
  });

  test('keeps keys, marks and what is shared', () => {
    expect(built.sdl).toMatch(/type Thing implements Node @key\(fields: "id"\) \{/);
    expect(built.sdl).toMatch(/code: String @secret/);
    expect(built.sdl).toMatch(/owner: String @personal/);
    expect(built.sdl).toMatch(/type Money @shareable \{/);
  });

  test('keeps a type that only `_entities` reaches, and its fields', () => {
    expect(built.sdl).toMatch(/type Other @key\(fields: "id"\) \{/);
    expect(built.sdl).toContain('What the other one holds.');
  });

  test.each([
    'A thing that is sold.',
    'Opens the thing.',
    'What the thing costs.',
    'All things.',
    'Only this one.',
  ])('keeps the description "%s"', (description) => {
    expect(built.sdl).toContain(description);
  });

  test('the schema that runs has the descriptions too', () => {
    const thing = built.schema.getType('Thing');
    expect(thing?.description).toBe('A thing that is sold.');
    expect(isObjectType(thing) ? thing.getFields()['code']?.description : null).toBe('Opens the thing.');
  });
});

describe('what runs', () => {
  const entities =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Thing { id price { amount } } ... on Other { id thing { id } } } }';

  test('queries', async () => {
    expect(await ask('{ things(id: "t1") { totalCount nodes { id price { amount currency } } } }')).toEqual({
      data: {
        things: { totalCount: 1, nodes: [{ id: 't1', price: { amount: '1080.00', currency: 'EUR' } }] },
      },
    });
  });

  test('references, of an orphaned type too; what the viewer does not see is null', async () => {
    const of = [
      { __typename: 'Thing', id: 't1' },
      { __typename: 'Other', id: 'o1' },
      { __typename: 'Thing', id: 'hidden' },
    ];
    expect(await ask(entities, { of })).toEqual({
      data: {
        _entities: [
          { id: 't1', price: { amount: '1080.00' } },
          { id: 'o1', thing: { id: 'thing of o1' } },
          null,
        ],
      },
    });
  });

  test('an interface is told by the name of the row; a row without one is an error and harms nothing else', async () => {
    expect(await ask('{ node(named: true) { __typename id } }')).toEqual({
      data: { node: { __typename: 'Thing', id: 'one' } },
    });
    const { data, errors } = await ask('{ node(named: false) { id } things(id: "t1") { totalCount } }');
    expect(data).toEqual({ node: null, things: { totalCount: 1 } });
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'INTERNAL' } }]);
  });

  test('marked fields are guarded on every way to them', async () => {
    const marked =
      'query ($of: [_Any!]!) { things { nodes { code owner } } _entities(representations: $of) { ... on Thing { code owner } } }';
    const of = [{ __typename: 'Thing', id: 't1' }];
    const open = { code: 'ABCDE', owner: 'Ada' };
    const shut = { code: null, owner: null };
    expect(await ask(marked, { of })).toEqual({ data: { things: { nodes: [open] }, _entities: [open] } });
    expect(await ask(marked, { of }, 'ANALYST')).toEqual({
      data: { things: { nodes: [shut] }, _entities: [shut] },
    });
  });

  test('the gateway can ask for what was printed', async () => {
    const { data } = await ask('{ _service { sdl } }');
    expect((data as { _service: { sdl: string } })._service.sdl).toContain('type Thing implements Node');
  });
});

describe('what cannot be built', () => {
  test('a reference to a type that is not there', async () => {
    const definition = { name: 'trial', resolvers: [ThingResolver], references: { Nothing: () => null } };
    await expect(buildSubgraph(definition)).rejects.toThrow(
      'The subgraph trial has no type Nothing to refer to.',
    );
  });

  test('a subgraph without resolvers', async () => {
    await expect(buildSubgraph({ name: 'trial', resolvers: [], references: {} })).rejects.toThrow(
      'no resolvers',
    );
  });
});
