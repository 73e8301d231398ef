import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActorKind } from '@mainstay/kernel/audit/audit.type';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum LedgerKind {
  GRANTED = 'GRANTED',
  RESERVED = 'RESERVED',
  CONSUMED = 'CONSUMED',
  RELEASED = 'RELEASED',
  EXPIRED = 'EXPIRED',
  RESTORED = 'RESTORED',
  ADJUSTED = 'ADJUSTED',
}
registerEnumType(LedgerKind, {
  name: 'LedgerKind',
  description: 'From where to where units of a lot moved.',
  valuesConfig: {
    GRANTED: { description: 'Into the lot, once.' },
    RESERVED: { description: 'From what is left to a ticket that was opened.' },
    CONSUMED: { description: 'Used, by a ticket that was resolved.' },
    RELEASED: { description: 'Back from a ticket that costs nothing after all, before it was resolved.' },
    EXPIRED: { description: 'Gone, from what was left.' },
    RESTORED: { description: 'Back from a ticket that was found to cost nothing after it was closed.' },
    ADJUSTED: { description: 'A correction by staff, of the units or of the day.' },
  },
});

@ObjectType({
  description: 'One movement on a lot, once written never changed. All of a lot add up to what it has.',
})
export class LedgerEntry {
  @Field(() => ID, { description: 'Opaque; begins with `led_`.' })
  id!: string;

  @Field(() => LedgerKind, { description: 'From where to where the units moved.' })
  kind!: LedgerKind;

  @Field(() => Int, {
    description:
      'How many moved. Negative only where `ADJUSTED` took some away; 0 only where it moved the day.',
  })
  units!: number;

  @Field(() => DateTimeScalar, {
    description: "When it was written, by the tenant's clock; of an expiry that may be after the lot's day.",
  })
  enteredAt!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day before it was moved; null where the lot had none, and where no day was moved.',
  })
  expiresFrom!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day since it was moved; null where no day was moved.',
  })
  expiresTo!: string | null;

  @Field(() => ActorKind, { description: 'Whether a user, a system or a job moved it.' })
  actorKind!: ActorKind;

  @Field(() => ID, {
    nullable: true,
    description:
      "The membership, the API key or the name of the job. Null to all but the vendor's administrators, who see the trail.",
  })
  actorId!: string | null;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description:
      'Why, as staff gave it, at most 500 characters. Null where none was asked for, and for an analyst, since free text may name people.',
  })
  reason!: string | null;
}

export const LedgerEntryConnection = makeConnection('LedgerEntry', LedgerEntry);
