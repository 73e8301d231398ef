import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { dayAsked } from '@mainstay/kernel/graph/as-of';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { Account } from '../account/account.type.js';
import type { SupportContext } from '../context.js';
import { seesUnits } from '../ticket/access.js';
import { SupportBalance, SupportGrantConnection, SupportGrantFilter } from './grant.type.js';

@ArgsType()
class SupportGrantsArgs extends PageArgs {
  @Field(() => SupportGrantFilter, { nullable: true, description: 'All lots of the account, unless told.' })
  filter?: SupportGrantFilter | null;
}

@Resolver(() => Account)
export class AccountUnitsResolver {
  @FieldResolver(() => SupportGrantConnection, {
    nullable: true,
    description:
      'The lots of support units that the account was ever given, newest first. An account that the viewer may not see has none. FORBIDDEN to an operator, a running product, and a key without `support:read`.',
  })
  async supportGrants(
    @Root() { id }: Account,
    @Ctx() { viewer, grants }: SupportContext,
    @Args(() => SupportGrantsArgs) { filter, ...page }: SupportGrantsArgs,
  ) {
    seesUnits(viewer);
    return connectionOf(await grants.ofAccount(id, { page, filter }));
  }

  @FieldResolver(() => [SupportBalance], {
    nullable: true,
    description:
      'What the account has of each unit that it ever had some of, by its lots (S5). Of a past day what was entered by its end; of a coming one what has not expired by then, by what is known today. FORBIDDEN as `supportGrants` is.',
  })
  async supportBalance(
    @Root() { id }: Account,
    @Ctx() { viewer, today, grants }: SupportContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: "A day in the vendor's zone, 1990 to 2200; today unless told. BAD_USER_INPUT beyond.",
    })
    asOf: string | null,
  ) {
    seesUnits(viewer);
    return grants.balanceOf(id, dayAsked(asOf, today));
  }
}
