import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection, OrderDirection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum InvoiceState {
  OPEN = 'OPEN',
  PAID = 'PAID',
  CREDITED = 'CREDITED',
}
registerEnumType(InvoiceState, {
  name: 'InvoiceState',
  description: 'Where an invoice stands.',
  valuesConfig: {
    OPEN: { description: 'Issued and not paid in full; part payments leave it open (B3).' },
    PAID: { description: 'Paid in full.' },
    CREDITED: { description: 'Taken back by credit notes; it stays as it was issued (B6).' },
  },
});

export enum PaymentMethod {
  CARD = 'CARD',
  TRANSFER = 'TRANSFER',
  PURCHASE_ORDER = 'PURCHASE_ORDER',
}
registerEnumType(PaymentMethod, {
  name: 'PaymentMethod',
  description: 'How money came in.',
  valuesConfig: {
    CARD: { description: 'Captured by a payment provider.' },
    TRANSFER: { description: 'Received at the bank, and recorded by staff.' },
    PURCHASE_ORDER: { description: 'Paid against a purchase order, and recorded by staff (B3).' },
  },
});

@ObjectType({ description: 'One thing sold. Net and tax are each rounded once, on the line (B6).' })
export class InvoiceLine {
  @Field(() => Int, { description: 'Counted from 1, as printed.' })
  position!: number;

  @Field(() => String, { description: 'What was sold, as printed.' })
  description!: string;

  @Field(() => Int, { description: 'How many; at least 1.' })
  quantity!: number;
}

@ObjectType({ description: 'Money received for an invoice.' })
export class Payment {
  @Field(() => ID, { description: 'Opaque; sorts by the time it was recorded.' })
  id!: string;

  @Field(() => DateScalar, {
    description: 'The civil day of its value, which decides when cover begins (M2).',
  })
  paidOn!: string;

  @Field(() => PaymentMethod, { description: 'How it came in.' })
  method!: PaymentMethod;

  @Field(() => DateTimeScalar, { description: 'When it was recorded, which may be days after its value.' })
  receivedAt!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A bill, immutable once issued; corrections are credit notes (B6).' })
export class Invoice {
  @Field(() => ID, { description: 'Opaque; begins with `inv_`. `Query.invoice` finds it again.' })
  id!: string;

  @Field(() => String, { description: 'As printed; without gaps at its vendor (B6).' })
  number!: string;

  @Field(() => InvoiceState, { description: 'Today, not at some past day.' })
  state!: InvoiceState;

  @Field(() => DateScalar, {
    description: "The civil day of issue in the vendor's zone; lists are sorted by it.",
  })
  issuedOn!: string;

  @Field(() => DateScalar, { description: 'The last day on which it is paid in time (B2).' })
  dueOn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who bought, as the account was called on the day of issue; null for the oldest.',
  })
  buyerName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The buyer's country on the day of issue, by ISO 3166-1; null for the oldest.",
  })
  buyerCountry!: string | null;
}

export const InvoiceConnection = makeConnection('Invoice', Invoice);

@InputType({
  description: 'Narrows a list of invoices; conditions are joined by and, a null one narrows nothing.',
})
export class InvoiceFilter {
  @Field(() => InvoiceState, { nullable: true, description: 'In this state.' })
  state?: InvoiceState | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Bought by this account. One that the viewer may not see matches nothing.',
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'With a line for this license. One that the viewer may not see matches nothing.',
  })
  licenseId?: string | null;
}

export enum InvoiceOrderField {
  ISSUED_ON = 'ISSUED_ON',
  NUMBER = 'NUMBER',
}
registerEnumType(InvoiceOrderField, {
  name: 'InvoiceOrderField',
  description: 'What invoices are sorted by; where it ties, by id.',
  valuesConfig: {
    ISSUED_ON: { description: 'The day of issue.' },
    NUMBER: { description: 'The number, by character.' },
  },
});

@InputType({ description: 'How a list of invoices is sorted.' })
export class InvoiceOrder {
  @Field(() => InvoiceOrderField, { description: 'What is compared.' })
  field!: InvoiceOrderField;

  @Field(() => OrderDirection, { description: 'Which end comes first.' })
  direction!: OrderDirection;
}
