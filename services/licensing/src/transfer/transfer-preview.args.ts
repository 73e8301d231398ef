import { ArgsType, Field, ID } from 'type-graphql';
import { LicenseTransferItem } from './license-transfer.mutation.js';

/** As `licenseTransfer` takes them. */
@ArgsType()
export class LicenseTransferPreviewArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      "A whole order, of which what is still its reseller's own goes. Null where licenses are chosen.",
  })
  orderId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of a whole order: the customer by its id. Null where its name is written.',
  })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a whole order: the customer by its name. Null where its id is named.',
  })
  companyName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a whole order: where a company is that would be made, by ISO 3166-1.',
  })
  country?: string | null;

  @Field(() => [LicenseTransferItem], {
    nullable: true,
    description: '1 to 100 licenses, each with its customer. Null where a whole order goes.',
  })
  licenses?: LicenseTransferItem[] | null;
}
