import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { accountCreate } from './account-create.js';
import type { AccountCreateCode } from './account-create.rules.js';
import { Account, AccountKind } from './account.type.js';

@InputType({ description: 'A company to be known to the vendor.' })
export class AccountCreateInput extends MutationInput {
  @Field(() => AccountKind, { description: 'A reseller creates customers alone.' })
  kind!: AccountKind;

  @Field(() => String, {
    description:
      '1 to 200 characters on one line. Need not be unique: two companies may bear one name, so ask `accounts` with `namePrefix` first.',
  })
  name!: string;

  @Field(() => String, {
    description: 'An assigned two-letter code by ISO 3166-1 in upper case, e.g. `SE`.',
  })
  country!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The reseller of record of a customer, for administrators. Left out, the customer buys direct; where a reseller creates it, that reseller is it.',
  })
  resellerId?: string | null;
}

export const AccountCreateUserError = makeUserError<AccountCreateCode>('AccountCreate', {
  NAME_INVALID:
    'The name is blank, longer than 200 characters, or holds a line break or another control character.',
  COUNTRY_INVALID: 'The country is no assigned code of ISO 3166-1 alpha-2 in upper case.',
  RESELLER_OF_RESELLER: 'A reseller was given a reseller of record.',
  KIND_FORBIDDEN: 'A reseller asked for an account that is no customer.',
  RESELLER_NOT_FOUND: 'The viewer sees no such reseller, or a reseller named another than itself.',
  NOT_A_RESELLER: 'The named reseller is a customer.',
});

@ObjectType({ description: 'What became of `accountCreate`.' })
export class AccountCreatePayload {
  @Field(() => Account, { nullable: true, description: 'The new account; null where it was refused.' })
  account!: Account | null;

  @Field(() => [AccountCreateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class AccountCreateMutation {
  @Mutation(() => AccountCreatePayload, {
    description:
      'Makes a company known. Administrators create customers and resellers; resellers, and their keys with `licensing:write`, customers of their own. Nobody else may.',
  })
  accountCreate(
    @Arg('input', () => AccountCreateInput, { description: 'Which company.' }) input: AccountCreateInput,
    @Ctx() { mutations, accounts }: LicensingContext,
  ) {
    return mutations.act(accountCreate, input, async ({ accountId = '' }) => ({
      account: await accounts.byId(accountId),
    }));
  }
}
