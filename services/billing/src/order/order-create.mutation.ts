import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import { orderCreate } from './order-create.js';
import type { OrderCreateCode } from './order-create.rules.js';
import { OrderLineInput } from './order-line.input.js';
import { lineTexts } from './line-texts.js';
import { Order } from './order.type.js';

@InputType({ description: 'Who buys for whom, and what.' })
export class OrderCreateInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The buyer. Accounts buy as themselves, and leave it out; staff name whoever buys, who is the customer unless told.',
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'For whom: the buyer unless told. A reseller names one of its customers.',
  })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The buyer's own number of its purchase order, 1 to 50 characters; without one it pays by card.",
  })
  purchaseOrderNumber?: string | null;

  @Field(() => [OrderLineInput], { description: '1 to 100; more are added by `orderLinesAdd`.' })
  lines!: OrderLineInput[];
}

export const OrderCreateUserError = makeUserError<OrderCreateCode>('OrderCreate', {
  LINES_INVALID: lineTexts.LINES_INVALID,
  LINE_INVALID: lineTexts.LINE_INVALID,
  PURCHASE_ORDER_NUMBER_INVALID: 'The number of the purchase order is blank or longer than 50 characters.',
  CUSTOMER_NOT_FOUND: 'The viewer sees no account by the id that it is bought for, or named none.',
  ACCOUNT_NOT_FOUND: 'The viewer cannot buy as that account.',
  CUSTOMER_OF_ANOTHER: 'The buyer is not the reseller of record of that customer.',
  ...lineTexts.decided,
});

@ObjectType({ description: 'What became of `orderCreate`.' })
export class OrderCreatePayload {
  @Field(() => Order, { nullable: true, description: 'The draft; null where it was refused.' })
  order!: Order | null;

  @Field(() => [OrderCreateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class OrderCreateMutation {
  @Mutation(() => OrderCreatePayload, {
    description:
      'Begins an order, as a draft: nothing is owed, and prices are those of the day on which it is placed. Administrators, resellers for themselves and their customers, customers, and keys with `billing:write`.',
  })
  orderCreate(
    @Arg('input', () => OrderCreateInput, { description: 'Who, for whom, and what.' })
    input: OrderCreateInput,
    @Ctx() { mutations, orders }: BillingContext,
  ) {
    return mutations.act(orderCreate, input, async ({ orderId = '' }) => ({
      order: await orders.byId(orderId),
    }));
  }
}
