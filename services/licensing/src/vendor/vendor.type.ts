import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { CurrencyCodeScalar, DateTimeScalar, TimeZoneScalar } from '@mainstay/kernel/graph/scalars';

@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'The tenant: a software publisher. Everything belongs to one vendor, and nothing crosses vendors.',
})
export class Vendor {
  @Field(() => ID, { description: 'Opaque; every row of the house belongs to one of these.' })
  id!: string;

  @Field(() => String, { description: 'The name that the publisher trades under.' })
  name!: string;

  @Field(() => TimeZoneScalar, {
    description: 'The zone in which all civil days of this vendor begin and end.',
  })
  zone!: string;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of everything that the vendor sells.' })
  currency!: string;

  @Field(() => Boolean, {
    description: 'True where time stands still until it is moved, for trying things out.',
  })
  sandbox!: boolean;
}

export enum ClockKind {
  REAL = 'REAL',
  FROZEN = 'FROZEN',
}
registerEnumType(ClockKind, {
  name: 'ClockKind',
  description: 'What rules cover, targets and due days of a vendor.',
  valuesConfig: {
    REAL: { description: 'The time of day.' },
    FROZEN: { description: 'An instant that stands until it is moved; sandboxes only.' },
  },
});

@ObjectType({
  description: 'A vendor as the operator of this installation sees it: its clock, and nothing inside it.',
})
export class Tenant {
  @Field(() => ID, { description: 'The id of the vendor.' })
  id!: string;

  @Field(() => String, { description: 'The name that the publisher trades under.' })
  name!: string;

  @Field(() => TimeZoneScalar, {
    description: 'The zone in which all civil days of this vendor begin and end.',
  })
  zone!: string;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of everything that the vendor sells.' })
  currency!: string;

  @Field(() => Boolean, { description: 'True for a tenant made for trying things out.' })
  sandbox!: boolean;

  @Field(() => ClockKind, { description: 'What moves the clock of this vendor.' })
  clockKind!: ClockKind;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant at which the clock stands; null where it is the real one.',
  })
  frozenAt!: string | null;
}

export const TenantConnection = makeConnection('Tenant', Tenant);
