import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { Arg, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, makeConnection, Node } from './connection.js';
import { Money } from './money.js';
import { buildSubgraph } from './subgraph.js';

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'A thing.' })
class Thing extends Node {
  @Directive('@secret')
  @Field(() => String, { nullable: true, description: 'Secret.' })
  code!: string | null;
  @Field(() => Money, { description: 'Price.' })
  price!: Money;
}
const ThingConnection = makeConnection('Thing', Thing);
@Directive('@key(fields: "id")')
@ObjectType()
class Other {
  @Field(() => ID)
  id!: string;
}
@Resolver(() => Other)
class OtherResolver {
  @FieldResolver(() => Thing, { nullable: true, description: 'x' })
  thing(@Root() { id }: Other) {
    return { id, code: null, price: { amount: '1', currency: 'EUR' } };
  }
}
@Resolver(() => Thing)
class ThingResolver {
  @Query(() => ThingConnection, { nullable: true, description: 'x' })
  things(@Arg('id', () => ID, { nullable: true }) id: string | null) {
    return connectionOf({ rows: [{ id }], cursorOf: () => 'c', hasNextPage: false, hasPreviousPage: false, totalCount: async () => 1 });
  }
}

it('prints', async () => {
  const built = await buildSubgraph({ name: 't', resolvers: [ThingResolver, OtherResolver], orphanedTypes: [Other], references: { Other: (r) => r } });
  console.log(built.sdl);
  expect(built.sdl).toContain('@key(fields: "id")');
});
