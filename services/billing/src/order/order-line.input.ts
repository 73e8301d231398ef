import { Field, ID, InputType, Int } from 'type-graphql';
import { OfferKind, PriceMetric } from '../price/offer.type.js';

@InputType({
  description:
    'One thing to be ordered. LICENSE says product and metric; BUNDLE and MAINTENANCE years besides; TRAINING its product and for which licenses; SUPPORT_PACKAGE what one brings. Other fields stay out.',
})
export class OrderLineInput {
  @Field(() => OfferKind, { description: 'What it buys.' })
  kind!: OfferKind;

  @Field(() => ID, { nullable: true, description: 'Of all but packages of support.' })
  productId?: string | null;

  @Field(() => PriceMetric, {
    nullable: true,
    description: 'Of licenses, bundles and maintenance; SITE for a pack for a site.',
  })
  metric?: PriceMetric | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Licenses, packs, trainings or packages; 1 unless told. Maintenance of licenses takes their number.',
  })
  quantity?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'What each counts by its metric; 1 unless told, 100,000 in all of a line at most. Maintenance of licenses takes their size.',
  })
  unitsEach?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of maintenance, by itself or in a bundle: 1 to 10.' })
  years?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of maintenance and training: the position of an earlier line of the order, for whose licenses it is.',
  })
  ofPosition?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Of maintenance and training: for which licenses of whoever it is bought for; 1 to 100, of one size.',
  })
  licenseIds?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Of packages of support: how many units one brings.' })
  supportUnits?: number | null;
}
