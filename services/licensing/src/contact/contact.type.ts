import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';

@ObjectType({ description: 'A person at an account.' })
export class Contact {
  @Field(() => ID, { description: 'Opaque; personal data is referred to by it.' })
  id!: string;

  @Directive('@personal')
  @Field(() => String, { nullable: true, description: 'Null for an analyst, who sees no personal data.' })
  name!: string | null;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description: 'Where notices are sent. Null for an analyst, who sees no personal data.',
  })
  email!: string | null;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description: 'As it was written down. Null where none is known, and for an analyst.',
  })
  phone!: string | null;
}

export const ContactConnection = makeConnection('Contact', Contact);
