import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { accountResellerChange } from './account-reseller-change.js';
import type { ResellerChangeCode } from './reseller-change.rules.js';

@InputType({ description: 'Who is to be reseller of record of a customer, and from when on.' })
export class AccountResellerChangeInput extends MutationInput {
  @Field(() => ID, { description: 'The customer.' })
  accountId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The reseller; null, which must be said, lets the customer buy direct. Who is of record now takes a planned change back.',
  })
  resellerId?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "From the first instant of this day in the vendor's zone: today, at once, unless told.",
  })
  on?: string | null;

  @Field(() => String, { description: 'Why, for the trail: 1 to 500 characters.' })
  reason!: string;
}

export const AccountResellerChangeUserError = makeUserError<ResellerChangeCode>('AccountResellerChange', {
  RESELLER_UNSAID: 'The reseller was left out: null is to be said.',
  DAY_INVALID: 'The day lies after the year 2200.',
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  ACCOUNT_NOT_FOUND: 'There is no such account.',
  NOT_A_CUSTOMER: 'The account is a reseller itself.',
  RESELLER_NOT_FOUND: 'There is no such reseller.',
  NOT_A_RESELLER: 'The account to be of record is a customer.',
  DAY_PAST: 'The day is past.',
  CHANGE_RUNNING: 'A change of this account is on its way to all services.',
  NOTHING_CHANGED: 'It is so, or planned so, already.',
});

@ObjectType({ description: 'What became of `accountResellerChange`.' })
export class AccountResellerChangePayload {
  @Field(() => Account, {
    nullable: true,
    description: 'The customer, with `resellerChange` as it is planned now; null where it was refused.',
  })
  account!: Account | null;

  @Field(() => [AccountResellerChangeUserError], {
    description: 'Why it was refused; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class AccountResellerChangeMutation {
  @Mutation(() => AccountResellerChangePayload, {
    description:
      'Gives a customer another reseller of record from a day on, or none. From then on the former one sees only its own orders and quotes, of which open ones for the customer are void; the new one sees the customer when all services have applied it (M10). Administrators; FORBIDDEN to others.',
  })
  accountResellerChange(
    @Arg('input', () => AccountResellerChangeInput, { description: 'Whose, to whom and from when on.' })
    input: AccountResellerChangeInput,
    @Ctx() { mutations, accounts }: LicensingContext,
  ) {
    return mutations.act(accountResellerChange, input, async ({ accountId = '' }) => ({
      account: await accounts.byId(accountId),
    }));
  }
}
