import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { OfferFilter } from './offer.type.js';

@ArgsType()
export class OffersOfProductArgs extends PageArgs {
  @Field(() => DateScalar, {
    nullable: true,
    description:
      'By the list that is in force on this day; today unless told. BAD_USER_INPUT before 1990 or after 2200.',
  })
  asOf?: string | null;
}

/** What the list of all offers may be asked with. */
@ArgsType()
export class OffersArgs extends OffersOfProductArgs {
  @Field(() => OfferFilter, { nullable: true, description: 'All that the viewer buys from, unless told.' })
  filter?: OfferFilter | null;
}
