import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export const MessageAuthor = {
  CUSTOMER: 'CUSTOMER',
  STAFF: 'STAFF',
} as const;
export type MessageAuthor = keyof typeof MessageAuthor;
registerEnumType(MessageAuthor, {
  name: 'MessageAuthor',
  description: 'Which side wrote a message.',
  valuesConfig: {
    CUSTOMER: { description: "The customer's side, its reseller included." },
    STAFF: { description: 'Staff of the vendor.' },
  },
});

@ObjectType({ description: 'What was said on a ticket, once sent never changed.' })
export class Message {
  @Field(() => ID, { description: 'Opaque; begins with `msg_`.' })
  id!: string;

  @Field(() => MessageAuthor, { description: 'Which side wrote it, not which person.' })
  authorKind!: MessageAuthor;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description:
      'Plain text, at most 100,000 characters. Null for an analyst, since free text may name people.',
  })
  body!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was sent; messages are sorted by it.' })
  sentAt!: string;

  @Field(() => Boolean, {
    description:
      'False: a note that staff keep among themselves, which does not exist for a customer or a reseller.',
  })
  public!: boolean;
}

export const MessageConnection = makeConnection('Message', Message);
