import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CodedError } from '@mainstay/kernel/act/mutation';
import { LicenseTransferUserError } from './license-transfer.mutation.js';

export enum TransferDestination {
  FOUND = 'FOUND',
  MADE = 'MADE',
}
registerEnumType(TransferDestination, {
  name: 'TransferDestination',
  description: 'Whether the customer that a license would go to is there already (M10).',
  valuesConfig: {
    FOUND: { description: 'A customer of the reseller, by the id or the name that was told.' },
    MADE: { description: 'No customer of the reseller bears that name: an account is made for it.' },
  },
});

@ObjectType({ description: 'What would become of one license.' })
export class LicenseTransferPreviewItem {
  @Field(() => TransferDestination, {
    nullable: true,
    description: 'Whether its customer is found or would be made; null where this license cannot go.',
  })
  destination!: TransferDestination | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the company that would be made; null where a customer was found.',
  })
  companyName!: string | null;

  @Field(() => [LicenseTransferUserError], {
    description: 'Why `licenseTransfer` would refuse all because of this license; empty where not.',
  })
  userErrors!: readonly CodedError[];
}

@ObjectType({ description: 'What `licenseTransfer` would do with the same input. Nothing is done.' })
export class LicenseTransferPreview {
  @Field(() => Int, { description: 'How many licenses would go: all that was asked, or 0 where one cannot.' })
  count!: number;

  @Field(() => [LicenseTransferPreviewItem], {
    description:
      'What was asked, in that order, of an order the first 100 by id; empty where all is refused whatever the licenses.',
  })
  licenses!: readonly LicenseTransferPreviewItem[];

  @Field(() => [LicenseTransferUserError], {
    description: 'Why all of it would be refused, whatever the licenses; empty where not.',
  })
  userErrors!: readonly CodedError[];
}
