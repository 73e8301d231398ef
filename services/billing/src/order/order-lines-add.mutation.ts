import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import { lineTexts } from './line-texts.js';
import { OrderLineInput } from './order-line.input.js';
import { orderLinesAdd, type OrderLinesAddCode } from './order-lines-add.js';
import { Order } from './order.type.js';

@InputType({ description: 'Which draft, and what it is to buy besides.' })
export class OrderLinesAddInput extends MutationInput {
  @Field(() => ID, { description: 'Which order, as `Order.id` answered it.' })
  orderId!: string;

  @Field(() => [OrderLineInput], { description: '1 to 100; 500 in all of an order at most.' })
  lines!: OrderLineInput[];
}

export const OrderLinesAddUserError = makeUserError<OrderLinesAddCode>('OrderLinesAdd', {
  LINES_INVALID: lineTexts.LINES_INVALID,
  LINE_INVALID: lineTexts.LINE_INVALID,
  ORDER_NOT_FOUND: 'The viewer sees no such order.',
  ORDER_NOT_DRAFT: 'The order was placed; the fact `state` says where it stands.',
  TOO_MANY_LINES: 'The order would have more than 500 lines; the fact `lines` says how many it has.',
  ...lineTexts.decided,
});

@ObjectType({ description: 'What became of `orderLinesAdd`.' })
export class OrderLinesAddPayload {
  @Field(() => Order, {
    nullable: true,
    description: 'The draft with all its lines; null where it was refused.',
  })
  order!: Order | null;

  @Field(() => [OrderLinesAddUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class OrderLinesAddMutation {
  @Mutation(() => OrderLinesAddPayload, {
    description: 'Puts more lines behind those of a draft, all or none. For whoever could have begun it.',
  })
  orderLinesAdd(
    @Arg('input', () => OrderLinesAddInput, { description: 'Which draft, and the lines.' })
    input: OrderLinesAddInput,
    @Ctx() { mutations, orders }: BillingContext,
  ) {
    return mutations.act(orderLinesAdd, input, async ({ orderId = '' }) => ({
      order: await orders.byId(orderId),
    }));
  }
}
