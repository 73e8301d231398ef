import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import type { BillingContext } from '../context.js';
import { maySeeMoney } from '../invoice/access.js';
import { OfferConnection } from '../price/offer.type.js';
import { OffersOfProductArgs } from '../price/offers.args.js';
import { Product } from './product.type.js';

@Resolver(() => Product)
export class ProductResolver {
  @FieldResolver(() => OfferConnection, {
    nullable: true,
    description:
      'At which prices the product and its maintenance are sold to the viewer, in the order of the list. Null for roles that see no money.',
  })
  async offers(
    @Root() { id }: Product,
    @Ctx() { viewer, prices }: BillingContext,
    @Args(() => OffersOfProductArgs) { asOf, ...page }: OffersOfProductArgs,
  ) {
    return maySeeMoney(viewer) ? connectionOf(await prices.ofProduct(id, { page, asOf })) : null;
  }
}
