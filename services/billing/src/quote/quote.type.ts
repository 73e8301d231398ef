import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection, OrderDirection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum QuoteState {
  OPEN = 'OPEN',
  ACCEPTED = 'ACCEPTED',
  EXPIRED = 'EXPIRED',
  VOID = 'VOID',
}
registerEnumType(QuoteState, {
  name: 'QuoteState',
  description: 'Where a quote stands. From OPEN it goes to one of the others, once and for good.',
  valuesConfig: {
    OPEN: { description: 'It holds: the buyer may accept it.' },
    ACCEPTED: { description: 'The buyer took it, which freezes its price and fee (B2).' },
    EXPIRED: { description: 'Its last day is over and nobody accepted it.' },
    VOID: { description: 'Taken back before anybody accepted it; `voidReason` says why.' },
  },
});

export enum QuoteVoidReason {
  WITHDRAWN = 'WITHDRAWN',
  RESELLER_CHANGED = 'RESELLER_CHANGED',
}
registerEnumType(QuoteVoidReason, {
  name: 'QuoteVoidReason',
  description: 'Why a quote was taken back.',
  valuesConfig: {
    WITHDRAWN: { description: 'By staff, whose own words stand in the trail alone.' },
    RESELLER_CHANGED: {
      description:
        'It was made to a reseller that is no longer the reseller of record of the customer (M10).',
    },
  },
});

export enum QuoteLineKind {
  PERIOD = 'PERIOD',
  FEE = 'FEE',
}
registerEnumType(QuoteLineKind, {
  name: 'QuoteLineKind',
  description: 'What a line asks money for.',
  valuesConfig: {
    PERIOD: { description: 'Cover from `startsOn` up to and without `expiresOn`.' },
    FEE: { description: 'For renewing late (M5); it is taxed as the cover is (B6).' },
  },
});

@ObjectType({ description: 'One thing offered. Net and tax are each rounded once, on the line (B6).' })
export class QuoteLine {
  @Field(() => Int, { description: 'Counted from 1, as printed.' })
  position!: number;

  @Field(() => QuoteLineKind, { description: 'Cover, or a fee for renewing it late.' })
  kind!: QuoteLineKind;

  @Field(() => String, { description: 'What is offered, as printed.' })
  description!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first day it would cover; null for a fee.' })
  startsOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day it would cover no more; null for a fee.',
  })
  expiresOn!: string | null;

  @Field(() => Int, { description: 'How many; at least 1.' })
  quantity!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An offer to renew cover at a price, which can be accepted once (B2).' })
export class Quote {
  @Field(() => ID, { description: 'Opaque; begins with `quo_`. `Query.quote` finds it again.' })
  id!: string;

  @Field(() => String, { description: 'As printed; unique at its vendor, not without gaps.' })
  number!: string;

  @Field(() => DateScalar, {
    description: "The civil day of issue in the vendor's zone, whose prices and fee it offers (M5).",
  })
  issuedOn!: string;

  @Field(() => DateTimeScalar, { description: 'The instant of issue.' })
  issuedAt!: string;

  @Field(() => DateScalar, {
    description:
      "The last day on which it can be accepted, to its end in the vendor's zone. Never after the last day of the cover it sells (B2).",
  })
  validThrough!: string;

  @Field(() => QuoteVoidReason, { nullable: true, description: 'Null unless it is VOID.' })
  voidReason!: QuoteVoidReason | null;
}

export const QuoteConnection = makeConnection('Quote', Quote);

@InputType({
  description: 'Narrows a list of quotes; conditions are joined by and, a null one narrows nothing.',
})
export class QuoteFilter {
  @Field(() => QuoteState, {
    nullable: true,
    description: 'In this state now: what is past its last day is EXPIRED and not OPEN.',
  })
  state?: QuoteState | null;
}

export enum QuoteOrderField {
  ISSUED_ON = 'ISSUED_ON',
  VALID_THROUGH = 'VALID_THROUGH',
}
registerEnumType(QuoteOrderField, {
  name: 'QuoteOrderField',
  description: 'What quotes are sorted by; where it ties, by id.',
  valuesConfig: {
    ISSUED_ON: { description: 'The day of issue.' },
    VALID_THROUGH: { description: 'The last day on which it holds.' },
  },
});

@InputType({ description: 'How a list of quotes is sorted.' })
export class QuoteOrder {
  @Field(() => QuoteOrderField, { description: 'What is compared.' })
  field!: QuoteOrderField;

  @Field(() => OrderDirection, { description: 'Which end comes first.' })
  direction!: OrderDirection;
}
