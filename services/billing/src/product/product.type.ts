import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Licensing's entity: here it is only an id, to which billing adds offers. Only its owner describes it. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Product {
  @Field(() => ID)
  id!: string;
}
