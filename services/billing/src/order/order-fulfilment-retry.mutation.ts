import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import type { RetryCode } from './fulfilment.rules.js';
import { orderFulfilmentRetry } from './order-fulfilment-retry.js';
import { Order } from './order.type.js';

@InputType({ description: 'Which order is to be fulfilled.' })
export class OrderFulfilmentRetryInput extends MutationInput {
  @Field(() => ID, { description: 'Which order, as `Order.id` answered it.' })
  orderId!: string;
}

export const OrderFulfilmentRetryUserError = makeUserError<RetryCode>('OrderFulfilmentRetry', {
  ORDER_NOT_FOUND: 'The viewer sees no such order.',
  ORDER_NOT_PAID: 'The order is not paid; the fact `state` says where it stands.',
  ORDER_FULFILLED: 'All that was bought is there.',
});

@ObjectType({ description: 'What became of `orderFulfilmentRetry`.' })
export class OrderFulfilmentRetryPayload {
  @Field(() => Order, {
    nullable: true,
    description: 'The order, whose lines wait again; null where it was refused.',
  })
  order!: Order | null;

  @Field(() => [OrderFulfilmentRetryUserError], {
    description: 'Why it was refused; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class OrderFulfilmentRetryMutation {
  @Mutation(() => OrderFulfilmentRetryPayload, {
    description:
      'Has the lines of a paid order fulfilled that are not yet, once what stood in their way is mended; what is there already is not made twice. Administrators alone.',
  })
  orderFulfilmentRetry(
    @Arg('input', () => OrderFulfilmentRetryInput, { description: 'Which order.' })
    input: OrderFulfilmentRetryInput,
    @Ctx() { mutations, orders }: BillingContext,
  ) {
    return mutations.act(orderFulfilmentRetry, input, async ({ orderId = '' }) => ({
      order: await orders.byId(orderId),
    }));
  }
}
