import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection, Node, OrderDirection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum AccountKind {
  CUSTOMER = 'CUSTOMER',
  RESELLER = 'RESELLER',
}
registerEnumType(AccountKind, {
  name: 'AccountKind',
  description: 'How a company stands to the vendor.',
  valuesConfig: {
    CUSTOMER: { description: 'Buys for itself, directly or through its reseller of record.' },
    RESELLER: { description: 'Buys to pass on, and sees the customers that it is reseller of record for.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'A company that buys or owns licenses.' })
export class Account extends Node {
  @Field(() => String, { description: 'The company name.' })
  name!: string;

  @Field(() => AccountKind, { description: 'Whether it buys for itself or to pass on.' })
  kind!: AccountKind;

  @Field(() => String, { description: 'Two-letter country code by ISO 3166-1, e.g. `SE`.' })
  country!: string;

  @Field(() => DateTimeScalar, { description: 'When the vendor first knew the account.' })
  createdAt!: string;
}

export const AccountConnection = makeConnection('Account', Account);

@InputType({
  description: 'Narrows a list of accounts; conditions are joined by and, a null one narrows nothing.',
})
export class AccountFilter {
  @Field(() => AccountKind, { nullable: true, description: 'Of this kind alone.' })
  kind?: AccountKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'The beginning of the company name, in any case.',
  })
  namePrefix?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The customers of this reseller of record, without the reseller itself.',
  })
  resellerId?: string | null;
}

export enum AccountOrderField {
  NAME = 'NAME',
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(AccountOrderField, {
  name: 'AccountOrderField',
  description: 'What accounts are sorted by; where it ties, by id.',
  valuesConfig: {
    NAME: { description: 'The company name in lower case, by code point.' },
    CREATED_AT: { description: 'When the vendor first knew the account.' },
  },
});

@InputType({ description: 'How a list of accounts is sorted.' })
export class AccountOrder {
  @Field(() => AccountOrderField, { description: 'What is compared.' })
  field!: AccountOrderField;

  @Field(() => OrderDirection, { description: 'Which end comes first.' })
  direction!: OrderDirection;
}
