import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum OrderState {
  DRAFT = 'DRAFT',
  PLACED = 'PLACED',
  PAID = 'PAID',
  FULFILLED = 'FULFILLED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(OrderState, {
  name: 'OrderState',
  description: 'Where an order stands. Nothing is delivered before it is paid (B3).',
  valuesConfig: {
    DRAFT: { description: 'Being put together: nothing is owed, and no price is frozen.' },
    PLACED: { description: 'The buyer is bound, and the invoice is issued.' },
    PAID: { description: 'The invoice is paid in full; its lines are being fulfilled.' },
    FULFILLED: { description: 'All that was bought is there.' },
    CANCELLED: { description: 'It will not be paid, and brings nothing.' },
  },
});

export enum OrderPayBy {
  CARD = 'CARD',
  PURCHASE_ORDER = 'PURCHASE_ORDER',
}
registerEnumType(OrderPayBy, {
  name: 'OrderPayBy',
  description: 'How the buyer means to pay.',
  valuesConfig: {
    CARD: { description: 'By card.' },
    PURCHASE_ORDER: { description: 'Against a purchase order of its own, by its number.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'What an account buys, for itself or, as a reseller, for one of its customers (B3).',
})
export class Order {
  @Field(() => ID, { description: 'Opaque; begins with `ord_`. `Query.order` finds it again.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'As printed; unique at its vendor. Null for a draft.' })
  number!: string | null;

  @Field(() => OrderState, { description: 'Today, not at some past day.' })
  state!: OrderState;

  @Field(() => OrderPayBy, { description: 'By card, or against a purchase order.' })
  payBy!: OrderPayBy;

  @Field(() => String, { nullable: true, description: "The buyer's own number; null where it pays by card." })
  purchaseOrderNumber!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was begun; lists are sorted by it.' })
  createdAt!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The vendor's civil day on which it was placed, whose prices it has. Null for a draft.",
  })
  placedOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "The purchase day: the vendor's civil day of the value of the payment that completed it, which decides when cover begins (M2). Null until it is paid.",
  })
  purchasedOn!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its last line was there; null before.' })
  fulfilledAt!: string | null;
}

export const OrderConnection = makeConnection('Order', Order);

@InputType({
  description: 'Narrows a list of orders; conditions are joined by and, a null one narrows nothing.',
})
export class OrderFilter {
  @Field(() => OrderState, { nullable: true, description: 'In this state.' })
  state?: OrderState | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Bought by this account. One that the viewer may not see matches nothing.',
  })
  accountId?: string | null;
}
