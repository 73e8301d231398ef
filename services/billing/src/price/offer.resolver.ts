import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import { Money } from '@mainstay/kernel/graph/money';
import type { BillingContext } from '../context.js';
import { seesMoney } from '../invoice/access.js';
import { amountOf } from '../invoice/amount.js';
import { Product } from '../product/product.type.js';
import { Offer, OfferConnection, OfferedSupport, PriceList } from './offer.type.js';
import { OffersArgs } from './offers.args.js';
import type { OfferRow } from './price.reads.js';

@Resolver(() => Offer)
export class OfferResolver {
  @Query(() => OfferConnection, {
    nullable: true,
    description:
      'What is sold to the viewer, and at which prices: a customer sees the LIST, a reseller its own, administrators and analysts both. In the order of the list. FORBIDDEN for a support agent, who sees no money, and an operator.',
  })
  async offers(
    @Ctx() { viewer, prices }: BillingContext,
    @Args(() => OffersArgs) { filter, asOf, ...page }: OffersArgs,
  ) {
    seesMoney(viewer);
    return connectionOf(await prices.offers({ page, filter, asOf }));
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'What it is for. Null for a package of support, and while licensing cannot be reached.',
  })
  product(@Root() { productId }: OfferRow) {
    return productId === null ? null : { id: productId };
  }

  @FieldResolver(() => Money, { description: 'Of one, before tax.' })
  unit(@Root() { unitMinor, currency }: OfferRow) {
    return amountOf(unitMinor, currency);
  }

  @FieldResolver(() => OfferedSupport, {
    nullable: true,
    description: 'What a package of support brings; null for everything else.',
  })
  support(@Root() { supportUnit: unit, supportUnits: units, supportValidFor: validFor }: OfferRow) {
    return unit === null ? null : { unit, units, validFor };
  }

  @FieldResolver(() => PriceList, { description: 'The version of the list that it stands in.' })
  priceList(@Root() { listId }: OfferRow, @Ctx() { prices }: BillingContext) {
    return prices.listById(listId);
  }
}
