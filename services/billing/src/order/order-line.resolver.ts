import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Money } from '@mainstay/kernel/graph/money';
import type { BillingContext } from '../context.js';
import { amountOf } from '../invoice/amount.js';
import { License } from '../license/license.type.js';
import { OfferedSupport } from '../price/offer.type.js';
import { Product } from '../product/product.type.js';
import { OrderLine, OrderLineStuck } from './order-line.type.js';
import type { OrderLineRow } from './order.reads.js';

function moneyOf(minor: number | null, currency: string | null) {
  return minor === null || currency === null ? null : amountOf(minor, currency);
}

@Resolver(() => OrderLine)
export class OrderLineResolver {
  @FieldResolver(() => Product, {
    nullable: true,
    description: 'Null for packages of support and fees, and while licensing cannot be reached.',
  })
  product(@Root() { productId }: OrderLineRow) {
    return productId === null ? null : { id: productId };
  }

  @FieldResolver(() => [License], {
    description:
      'The licenses that it was bought for, where they were there before; at most 100. Without those that the viewer does not see any more.',
  })
  async licenses(@Root() { licenseIds }: OrderLineRow, @Ctx() { known }: BillingContext) {
    const seen = await Promise.all(licenseIds.map((id) => known.license(id)));
    return seen.filter((license) => license !== null);
  }

  @FieldResolver(() => OfferedSupport, {
    nullable: true,
    description: 'What each package of support brings; null for everything else.',
  })
  support(@Root() { supportUnit: unit, supportUnits: units, supportValidFor: validFor }: OrderLineRow) {
    return unit === null ? null : { unit, units, validFor };
  }

  @FieldResolver(() => Money, { nullable: true, description: 'Of one unit, before tax; null for a draft.' })
  unit(@Root() { unitMinor, currency }: OrderLineRow) {
    return moneyOf(unitMinor, currency);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'Of all, before tax; null for a draft.' })
  net(@Root() { netMinor, currency }: OrderLineRow) {
    return moneyOf(netMinor, currency);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'On the printed net (B6); null for a draft.' })
  tax(@Root() { taxMinor, currency }: OrderLineRow) {
    return moneyOf(taxMinor, currency);
  }

  @FieldResolver(() => [ID], {
    description:
      'Ids of what it became: licenses, maintenance codes, periods of cover, contracts or lots of support. Empty before, for a fee, and for a reseller that is no longer the reseller of record.',
  })
  async objectIds(@Root() { objectIds, customerId }: OrderLineRow, @Ctx() { known }: BillingContext) {
    return (await known.account(customerId)) === null ? [] : objectIds;
  }

  @FieldResolver(() => OrderLineStuck, { nullable: true, description: 'Null unless it is STUCK.' })
  stuck(@Root() { stuckCode: code, stuckMessage: message }: OrderLineRow) {
    return code === null ? null : { code, message };
  }
}
