import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import { lineTexts } from './line-texts.js';
import { orderPlace, type OrderPlaceCode } from './order-place.js';
import { Order } from './order.type.js';

@InputType({ description: 'Which draft is to be placed.' })
export class OrderPlaceInput extends MutationInput {
  @Field(() => ID, { description: 'Which order, as `Order.id` answered it.' })
  orderId!: string;
}

export const OrderPlaceUserError = makeUserError<OrderPlaceCode>('OrderPlace', {
  ORDER_NOT_FOUND: 'The viewer sees no such order.',
  ORDER_NOT_DRAFT: 'The order was placed before; the fact `state` says where it stands.',
  CUSTOMER_NOT_FOUND: 'The viewer does not see any more for whom it is bought.',
  ACCOUNT_NOT_FOUND: 'The viewer cannot buy as the account that began it.',
  CUSTOMER_OF_ANOTHER: 'The buyer is no longer the reseller of record of that customer.',
  ...lineTexts.decided,
});

@ObjectType({ description: 'What became of `orderPlace`.' })
export class OrderPlacePayload {
  @Field(() => Order, {
    nullable: true,
    description: 'The order with its invoice; null where it was refused.',
  })
  order!: Order | null;

  @Field(() => [OrderPlaceUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class OrderPlaceMutation {
  @Mutation(() => OrderPlacePayload, {
    description:
      "Binds the buyer: prices are frozen from the list of the vendor's day, and the invoice is issued at once, due after 30 days (B2, B3). For whoever could have begun it.",
  })
  orderPlace(
    @Arg('input', () => OrderPlaceInput, { description: 'Which draft.' }) input: OrderPlaceInput,
    @Ctx() { mutations, orders }: BillingContext,
  ) {
    return mutations.act(orderPlace, input, async ({ orderId = '' }) => ({
      order: await orders.byId(orderId),
    }));
  }
}
