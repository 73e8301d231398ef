import { Directive, Field, ObjectType } from 'type-graphql';
import { makeConnection, Node } from '@mainstay/kernel/graph/connection';

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'A piece of software that the vendor sells.' })
export class Product extends Node {
  @Field(() => String, { description: 'The name it is sold under.' })
  name!: string;

  @Field(() => String, { description: 'A short name for addresses and files, unique at the vendor.' })
  slug!: string;
}

export const ProductConnection = makeConnection('Product', Product);
