import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { CurrencyCodeScalar, DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum PriceListKind {
  LIST = 'LIST',
  RESELLER = 'RESELLER',
}
registerEnumType(PriceListKind, {
  name: 'PriceListKind',
  description: 'Who buys at its prices (B1).',
  valuesConfig: {
    LIST: { description: 'Customers that buy direct.' },
    RESELLER: { description: 'Resellers.' },
  },
});

export enum OfferKind {
  LICENSE = 'LICENSE',
  MAINTENANCE = 'MAINTENANCE',
  BUNDLE = 'BUNDLE',
  TRAINING = 'TRAINING',
  SUPPORT_PACKAGE = 'SUPPORT_PACKAGE',
}
registerEnumType(OfferKind, {
  name: 'OfferKind',
  description: 'What is sold.',
  valuesConfig: {
    LICENSE: { description: 'A perpetual license, by what it counts.' },
    MAINTENANCE: { description: 'Cover for some years, by what the license counts; for a site by the site.' },
    BUNDLE: { description: 'A license with a pack of maintenance, for less than the two (B1).' },
    TRAINING: { description: 'On-site training, bought with licenses (M3).' },
    SUPPORT_PACKAGE: { description: 'Tickets or credits (S4, S6).' },
  },
});

export enum PriceMetric {
  LICENSE = 'LICENSE',
  SERVER = 'SERVER',
  SITE = 'SITE',
  USERS = 'USERS',
  DEVICES = 'DEVICES',
}
registerEnumType(PriceMetric, {
  name: 'PriceMetric',
  description: 'What a price is by; the words are those of `LicenseMetric`.',
  valuesConfig: {
    LICENSE: { description: 'Copies.' },
    SERVER: { description: 'Servers that run the product.' },
    SITE: { description: 'Sites, each a group of servers.' },
    USERS: { description: 'Named users.' },
    DEVICES: { description: 'Devices that the product is used with.' },
  },
});

export enum PackageUnit {
  TICKET = 'TICKET',
  CREDIT = 'CREDIT',
}
registerEnumType(PackageUnit, {
  name: 'PackageUnit',
  description: 'What a package of support brings.',
  valuesConfig: {
    TICKET: { description: 'One is one case (S4).' },
    CREDIT: { description: 'A case costs as many as its category says (S6).' },
  },
});

@ObjectType({ description: 'What one package of support brings.' })
export class OfferedSupport {
  @Field(() => PackageUnit, { description: 'What its units are.' })
  unit!: PackageUnit;

  @Field(() => Int, { description: 'How many; at least 1.' })
  units!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'How long they can be used from the day of purchase, an ISO 8601 period such as `P12M`; null for ever.',
  })
  validFor!: string | null;
}

@ObjectType({
  description: 'A published version of a price list. It never changes: another version takes its place (B1).',
})
export class PriceList {
  @Field(() => ID, { description: 'Opaque; begins with `prl_`.' })
  id!: string;

  @Field(() => PriceListKind, { description: 'Who buys at its prices.' })
  list!: PriceListKind;

  @Field(() => Int, { description: 'Counted from 1, for each kind of list by itself.' })
  version!: number;

  @Field(() => DateScalar, {
    description:
      "The first of the vendor's days on which it is in force, until a later version is; of two on one day the higher version is.",
  })
  effectiveOn!: string;

  @Field(() => DateTimeScalar, { description: "When it was published, by the vendor's clock." })
  publishedAt!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Of all its prices.' })
  currency!: string;

  @Field(() => Int, { description: 'Added to every net price, in thousandths: 250 is 25 %.' })
  taxRatePermille!: number;
}

@ObjectType({
  description: 'What something costs from a quantity on: one row of the price list that is in force (B1).',
})
export class Offer {
  @Field(() => ID, { description: 'Opaque; begins with `prc_`.' })
  id!: string;

  @Field(() => PriceListKind, { description: 'Whose list it stands in.' })
  list!: PriceListKind;

  @Field(() => OfferKind, { description: 'What is sold.' })
  kind!: OfferKind;

  @Field(() => PriceMetric, {
    nullable: true,
    description: 'What the quantity counts; null for training and packages, which are counted themselves.',
  })
  metric!: PriceMetric | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many years of maintenance; null for what has none.',
  })
  years!: number | null;

  @Field(() => Int, {
    description:
      'From this quantity on the whole quantity has this price, until a higher one begins: with 10 at 90.00, 12 cost 1,080.00.',
  })
  fromQuantity!: number;
}

export const OfferConnection = makeConnection('Offer', Offer);

@InputType({
  description: 'Narrows a list of offers; conditions are joined by and, a null one narrows nothing.',
})
export class OfferFilter {
  @Field(() => PriceListKind, {
    nullable: true,
    description: 'Of this list. One that the viewer does not buy from holds nothing.',
  })
  list?: PriceListKind | null;

  @Field(() => OfferKind, { nullable: true, description: 'Of this kind.' })
  kind?: OfferKind | null;

  @Field(() => ID, { nullable: true, description: 'For this product; packages of support are for none.' })
  productId?: string | null;
}
