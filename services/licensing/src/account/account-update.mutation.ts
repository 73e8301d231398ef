import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { accountUpdate } from './account-update.js';
import type { AccountUpdateCode } from './account-update.rules.js';
import { Account } from './account.type.js';

@InputType({ description: 'What is to change about a company. What is left out or null stays as it is.' })
export class AccountUpdateInput extends MutationInput {
  @Field(() => ID, { description: 'Which company.' })
  accountId!: string;

  @Field(() => String, {
    nullable: true,
    description: '1 to 200 characters on one line; need not be unique.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'An assigned two-letter code by ISO 3166-1 in upper case, e.g. `SE`.',
  })
  country?: string | null;
}

export const AccountUpdateUserError = makeUserError<AccountUpdateCode>('AccountUpdate', {
  NAME_INVALID:
    'The name is blank, longer than 200 characters, or holds a line break or another control character.',
  COUNTRY_INVALID: 'The country is no assigned code of ISO 3166-1 alpha-2 in upper case.',
  ACCOUNT_NOT_FOUND: 'The viewer sees no such account.',
  NOTHING_CHANGED: 'The account reads so already.',
});

@ObjectType({ description: 'What became of `accountUpdate`.' })
export class AccountUpdatePayload {
  @Field(() => Account, {
    nullable: true,
    description: 'The account as it reads now; null where it was refused.',
  })
  account!: Account | null;

  @Field(() => [AccountUpdateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class AccountUpdateMutation {
  @Mutation(() => AccountUpdatePayload, {
    description:
      'Changes the name or country of a company; invoices that were issued keep what they say. Administrators, agents, the account itself, its reseller of record and keys with `licensing:write`.',
  })
  accountUpdate(
    @Arg('input', () => AccountUpdateInput, { description: 'Which company, and what is new.' })
    input: AccountUpdateInput,
    @Ctx() { mutations, accounts }: LicensingContext,
  ) {
    return mutations.act(accountUpdate, input, async ({ accountId = '' }) => ({
      account: await accounts.byId(accountId),
    }));
  }
}
