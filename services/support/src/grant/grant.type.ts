import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum GrantUnit {
  TICKET = 'TICKET',
  CREDIT = 'CREDIT',
}
registerEnumType(GrantUnit, {
  name: 'GrantUnit',
  description: 'What support is paid with. Which of them a plan knows is policy; units are never exchanged.',
  valuesConfig: {
    TICKET: { description: 'One is one case, whatever work it makes (S4).' },
    CREDIT: { description: 'A case costs as many as its category says (S6).' },
  },
});

export enum GrantSource {
  CONTRACT_YEAR = 'CONTRACT_YEAR',
  PACK = 'PACK',
  CREDIT_PACKAGE = 'CREDIT_PACKAGE',
  GOODWILL = 'GOODWILL',
}
registerEnumType(GrantSource, {
  name: 'GrantSource',
  description: 'Where a lot of support units comes from.',
  valuesConfig: {
    CONTRACT_YEAR: { description: 'Of a year of a maintenance contract, by what was spent on it (S4).' },
    PACK: { description: 'A bought pack of tickets; to be used it needs a contract that runs (S5).' },
    CREDIT_PACKAGE: { description: 'A bought package of credits (S6).' },
    GOODWILL: { description: 'Given by staff for nothing, with a reason.' },
  },
});

@ObjectType({
  description:
    'A lot of support units. `units` and `adjusted` together are always `left`, `reserved`, `consumed` and `expired` together.',
})
export class SupportGrant {
  @Field(() => ID, { description: 'Opaque; begins with `grt_`.' })
  id!: string;

  @Field(() => GrantUnit, { description: 'Of what kind its units are.' })
  unit!: GrantUnit;

  @Field(() => GrantSource, { description: 'Where it comes from.' })
  source!: GrantSource;

  @Field(() => Int, { description: 'How many were granted; corrections stand in `adjusted`.' })
  units!: number;

  @Field(() => Int, { description: 'What corrections added since; negative where they took away.' })
  adjusted!: number;

  @Field(() => Int, {
    description: 'What can still be used today; 0 from the first instant of `expiresOn` on (S5).',
  })
  left!: number;

  @Field(() => Int, {
    description: 'Held for tickets that are not yet resolved; they stay usable for these after `expiresOn`.',
  })
  reserved!: number;

  @Field(() => Int, { description: 'Used by tickets that were resolved.' })
  consumed!: number;

  @Field(() => Int, { description: 'What was left on `expiresOn`, and what came back later.' })
  expired!: number;

  @Field(() => Int, {
    description:
      'Of several lots the smaller is used first; 0 unless set. Where it ties, the earlier expiry.',
  })
  priority!: number;

  @Field(() => DateTimeScalar, { description: 'Since when it can be used; lots are listed by it.' })
  grantedAt!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day in the vendor's zone on which it is unusable. Null where it never expires.",
  })
  expiresOn!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The contract whose year it belongs to. Null exactly where `source` is not `CONTRACT_YEAR`.',
  })
  contractId!: string | null;
}

export const SupportGrantConnection = makeConnection('SupportGrant', SupportGrant);

@InputType({
  description: 'Narrows a list of lots; conditions are joined by and, a null one narrows nothing.',
})
export class SupportGrantFilter {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: those alone that have not expired by today and have units left or reserved. False: all others alone.',
  })
  active?: boolean | null;

  @Field(() => GrantUnit, { nullable: true, description: 'Of this unit.' })
  unit?: GrantUnit | null;
}

@ObjectType({ description: 'What an account has of one unit on a day, over all of its lots.' })
export class SupportBalance {
  @Field(() => GrantUnit, { description: 'Units are not exchanged, so each has a balance of its own.' })
  unit!: GrantUnit;

  @Field(() => Int, {
    description:
      'What is left in lots that have not expired by that day, never negative. Packs count also while no contract runs.',
  })
  available!: number;

  @Field(() => Int, { description: 'Held for tickets, also of lots that have expired meanwhile (S5).' })
  reserved!: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The next day on which some of `available` is gone. Null where nothing of it expires.',
  })
  nextExpiryOn!: string | null;

  @Field(() => Int, {
    description: 'How much of `available` is gone on `nextExpiryOn`; 0 where that is null.',
  })
  nextExpiryUnits!: number;
}
