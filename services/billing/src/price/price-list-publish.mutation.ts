import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar, DecimalScalar } from '@mainstay/kernel/graph/scalars';
import type { BillingContext } from '../context.js';
import { OfferKind, PackageUnit, PriceList, PriceListKind, PriceMetric } from './offer.type.js';
import { priceListPublish } from './price-list-publish.js';
import type { PriceListPublishCode } from './price-list-publish.rules.js';

@InputType({ description: 'What one package of support brings.' })
export class OfferedSupportInput {
  @Field(() => PackageUnit, { description: 'What its units are.' })
  unit!: PackageUnit;

  @Field(() => Int, { description: '1 to 100,000.' })
  units!: number;

  @Field(() => String, {
    nullable: true,
    description: 'An ISO 8601 period such as `P12M`; for ever unless told.',
  })
  validFor: string | null = null;
}

@InputType({ description: 'One price: of one unit, from a quantity on.' })
export class PriceInput {
  @Field(() => OfferKind, { description: 'What is sold.' })
  kind!: OfferKind;

  @Field(() => ID, { nullable: true, description: 'For which product; all but packages of support say one.' })
  productId?: string | null;

  @Field(() => PriceMetric, {
    nullable: true,
    description: 'By what licenses, maintenance and bundles are counted; nothing else says one.',
  })
  metric?: PriceMetric | null;

  @Field(() => Int, { nullable: true, description: 'Of maintenance and of bundles alone: 1 to 10.' })
  years?: number | null;

  @Field(() => Int, { nullable: true, description: '1 to 100,000; 1 unless told.' })
  fromQuantity?: number | null;

  @Field(() => DecimalScalar, {
    description: "Of one, before tax, in the vendor's currency; at most 50 million of its smallest unit.",
  })
  unit!: string;

  @Field(() => OfferedSupportInput, { nullable: true, description: 'Of packages of support alone.' })
  support?: OfferedSupportInput | null;
}

@InputType({ description: 'A whole price list, and from which day it is in force.' })
export class PriceListPublishInput extends MutationInput {
  @Field(() => PriceListKind, { description: 'Who will buy at its prices.' })
  list!: PriceListKind;

  @Field(() => DateScalar, {
    description: "The first of the vendor's days on which it is in force; today at the earliest.",
  })
  effectiveOn!: string;

  @Field(() => Int, { description: 'Added to every net price, in thousandths, 0 to 1000.' })
  taxRatePermille!: number;

  @Field(() => [PriceInput], { description: '1 to 100. What it leaves out is sold no more from its day on.' })
  prices!: PriceInput[];
}

export const PriceListPublishUserError = makeUserError<PriceListPublishCode>('PriceListPublish', {
  PRICES_INVALID: 'There are no prices, or more than 100.',
  TAX_RATE_INVALID: 'The tax rate does not lie between 0 and 1000.',
  PRICE_INVALID: 'A price lacks what its kind needs, says more, or is beyond a limit.',
  PRICE_TWICE: 'There are two prices for one thing from one quantity on.',
  EFFECTIVE_IN_PAST: 'The day is past; the fact `today` names the first that may be taken.',
  PRODUCT_NOT_FOUND: 'The vendor has no such product.',
  AMOUNT_INVALID: 'A price is nothing, too much, or has more decimals than the currency.',
  BUNDLE_WITHOUT_PARTS: 'The list has no price for the license or for the maintenance of a bundle.',
  BUNDLE_NOT_CHEAPER:
    'A bundle does not cost less than its parts (B1); the facts `bundle`, `parts` and `fromQuantity` say where.',
});

@ObjectType({ description: 'What became of `priceListPublish`.' })
export class PriceListPublishPayload {
  @Field(() => PriceList, { nullable: true, description: 'The new version; null where it was refused.' })
  priceList!: PriceList | null;

  @Field(() => [PriceListPublishUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class PriceListPublishMutation {
  @Mutation(() => PriceListPublishPayload, {
    description:
      'Publishes the next version of a price list as a whole (B1). It cannot be changed or taken back, only followed by another. Orders placed before keep their prices. Administrators alone.',
  })
  priceListPublish(
    @Arg('input', () => PriceListPublishInput, { description: 'The list, and its first day.' })
    input: PriceListPublishInput,
    @Ctx() { mutations, prices }: BillingContext,
  ) {
    return mutations.act(priceListPublish, input, async ({ priceListId = '' }) => ({
      priceList: await prices.listById(priceListId),
    }));
  }
}
