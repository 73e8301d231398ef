import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Licensing's entity: here it is only an id, to which billing adds documents. Only its owner describes it. */
@Directive('@key(fields: "id")')
@ObjectType()
export class Account {
  @Field(() => ID)
  id!: string;
}
