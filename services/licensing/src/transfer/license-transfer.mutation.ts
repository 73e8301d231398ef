import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { LicenseRow } from '../license/license.reads.js';
import { License } from '../license/license.type.js';
import { licenseTransfer } from './license-transfer.js';
import type { TransferCode } from './license-transfer.rules.js';

const customerId = {
  nullable: true,
  description: 'A customer of the reseller, by its id. Null where its name is written instead.',
};
const companyName = {
  nullable: true,
  description:
    'A customer by its name, 1 to 200 characters: the one that the reseller has by that name in any case and with any spaces, else one is made. Null where its id is named.',
};
const country = {
  nullable: true,
  description:
    "Of a company that is made, by ISO 3166-1, e.g. `SE`; the reseller's own where left out. One that is there keeps its own.",
};

@InputType({ description: 'One license, and to whom it goes.' })
export class LicenseTransferItem {
  @Field(() => ID, { description: 'As `License.id` answers it; named once.' })
  licenseId!: string;

  @Field(() => ID, customerId)
  customerId?: string | null;

  @Field(() => String, companyName)
  companyName?: string | null;

  @Field(() => String, country)
  country?: string | null;
}

@InputType({
  description: 'A whole order to one customer, or chosen licenses each to its own. All go, or none.',
})
export class LicenseTransferInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description:
      "As `Order.id` answers it: all its licenses that are still its reseller's own, at most 1,000. Null where licenses are chosen.",
  })
  orderId?: string | null;

  @Field(() => ID, customerId)
  customerId?: string | null;

  @Field(() => String, companyName)
  companyName?: string | null;

  @Field(() => String, country)
  country?: string | null;

  @Field(() => [LicenseTransferItem], {
    nullable: true,
    description: '1 to 100 licenses, each with its customer. Null where a whole order goes.',
  })
  licenses?: LicenseTransferItem[] | null;
}

export const LicenseTransferUserError = makeUserError<TransferCode>('LicenseTransfer', {
  TRANSFER_UNCLEAR: 'Neither or both of an order and licenses were named, or a customer beside the list.',
  LICENSES_INVALID: 'The list is empty, longer than 100, or names a license twice.',
  CUSTOMER_UNCLEAR: 'Neither or both of an id and a company name were told.',
  NAME_INVALID: 'The company name is blank, longer than 200 characters, or holds a control character.',
  COUNTRY_INVALID: 'The country is no assigned code of ISO 3166-1 alpha-2 in upper case.',
  NOTHING_TO_TRANSFER: "No license of the order is still its reseller's own, or the viewer sees none.",
  ORDER_TOO_LARGE: 'More than 1,000 of its licenses are left: choose them.',
  LICENSE_NOT_FOUND: 'The viewer sees no such license.',
  ALREADY_TRANSFERRED: "The license is a customer's.",
  ON_CONTRACT: 'The license is a line of a contract, which stays with its account.',
  CUSTOMER_NOT_FOUND: 'The reseller of the license has no such customer.',
  CUSTOMER_AMBIGUOUS: 'Several customers of the reseller bear the name; the facts name up to 10 ids.',
});

@ObjectType({ description: 'What became of `licenseTransfer`.' })
export class LicenseTransferPayload {
  @Field(() => [License], {
    nullable: true,
    description: 'The first 100 that went, by id, with whom they belong to now; null where it was refused.',
  })
  licenses!: readonly LicenseRow[] | null;

  @Field(() => Int, { nullable: true, description: 'How many went; null where it was refused.' })
  count!: number | null;

  @Field(() => [LicenseTransferUserError], {
    description: 'Why it was refused, for each license its first fault; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicenseTransferMutation {
  @Mutation(() => LicenseTransferPayload, {
    description:
      'Hands licenses that a reseller has bought on to its customers (M10): cover, machines, files, tickets and history go along, unused packs stay, and a license leaves its site. The reseller stays that of record. Resellers, their keys with `licensing:write`, and administrators.',
  })
  licenseTransfer(
    @Arg('input', () => LicenseTransferInput, { description: 'What goes, and to whom.' })
    input: LicenseTransferInput,
    @Ctx() { mutations, licenses }: LicensingContext,
  ) {
    return mutations.act(licenseTransfer, input, async ({ count = '0', ...ids }) => {
      const rows = await Promise.all(Object.values(ids).map((id) => licenses.byId(id)));
      return { count: Number(count), licenses: rows.filter((row) => row !== null) };
    });
  }
}
