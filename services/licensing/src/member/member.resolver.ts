import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { AccountRow } from '../account/account.reads.js';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { manages, managersOnly } from '../viewer/managed-account.js';
import type { MembershipRow } from './member.reads.js';
import { Membership, MembershipConnection } from './membership.type.js';

@Resolver(() => Membership)
export class MembershipResolver {
  @Query(() => MembershipConnection, {
    nullable: true,
    description:
      'The memberships that the viewer manages, newest first and ended ones too: all of the vendor for an administrator, those of its own account for a reseller and a customer. FORBIDDEN for everybody else.',
  })
  async members(@Ctx() { viewer, members }: LicensingContext, @Args(() => PageArgs) page: PageArgs) {
    managersOnly(viewer);
    return connectionOf(await members.list(page));
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "For which account the person acts; null for the vendor's staff.",
  })
  account(@Root() { accountId }: MembershipRow, @Ctx() { accounts }: LicensingContext) {
    return accountId === null ? null : accounts.byId(accountId);
  }
}

@Resolver(() => Account)
export class AccountMembersResolver {
  @FieldResolver(() => MembershipConnection, {
    nullable: true,
    description:
      'Who acts for the account, newest first and ended ones too: empty where the viewer manages them not, null where its role manages none at all.',
  })
  async members(
    @Root() { id }: AccountRow,
    @Ctx() { viewer, members }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return manages(viewer) ? connectionOf(await members.ofAccount(id, page)) : null;
  }
}
