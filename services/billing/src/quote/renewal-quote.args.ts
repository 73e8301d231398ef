import { ArgsType, Field, Int } from 'type-graphql';
import { DateScalar } from '@mainstay/kernel/graph/scalars';

/** For how long, and on which day. */
@ArgsType()
export class RenewalQuoteArgs {
  @Field(() => Int, {
    nullable: true,
    description: '1 to 10, else BAD_USER_INPUT. The fewest that whole terms allow where it is left out (M5).',
  })
  years?: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "A day of the vendor's, today unless told: its prices, its plan and its fee, by today's knowledge (M14).",
  })
  asOf?: string | null;
}
