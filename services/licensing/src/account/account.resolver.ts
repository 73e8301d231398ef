import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, connectionOf } from '@mainstay/kernel/graph/connection';
import { ContactConnection } from '../contact/contact.type.js';
import type { LicensingContext } from '../context.js';
import { LicenseConnection } from '../license/license.type.js';
import { LicensesArgs, licensesAsked } from '../license/licenses.args.js';
import { insideVendor } from '../viewer/access.js';
import type { AccountRow } from './account.reads.js';
import { Account, AccountConnection, AccountFilter, AccountOrder } from './account.type.js';

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => AccountConnection, {
    nullable: true,
    description: 'The accounts that the viewer may see, by name unless asked otherwise.',
  })
  async accounts(
    @Ctx() context: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AccountFilter, { nullable: true, description: 'All of them unless told.' })
    filter: AccountFilter | null,
    @Arg('orderBy', () => AccountOrder, { nullable: true, description: 'By name, ascending, unless told.' })
    orderBy: AccountOrder | null,
  ) {
    insideVendor(context.viewer);
    return connectionOf(await context.accounts.list({ page, filter, orderBy }));
  }

  @Query(() => Account, {
    nullable: true,
    description: 'One account; null where the viewer sees none by that id.',
  })
  account(
    @Ctx() { viewer, accounts }: LicensingContext,
    @Arg('id', () => ID, {
      nullable: true,
      description: "The viewer's own account unless told; the vendor's own staff have none.",
    })
    id: string | null,
  ) {
    insideVendor(viewer);
    const asked = id ?? viewer.accountId;
    return asked === null ? null : accounts.byId(asked);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description:
      'The reseller of record. Null where the account buys direct, is a reseller itself, or the viewer may not see it: a customer sees its own account alone.',
  })
  reseller(@Root() { id, resellerId }: AccountRow, @Ctx() { accounts }: LicensingContext) {
    return resellerId === null || resellerId === id ? null : accounts.byId(resellerId);
  }

  @FieldResolver(() => ContactConnection, { description: 'The people at the account, longest known first.' })
  async contacts(
    @Root() { id }: AccountRow,
    @Ctx() { contacts }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await contacts.ofAccount(id, page));
  }

  @FieldResolver(() => LicenseConnection, {
    description: 'The licenses that the account owns, newest first unless asked otherwise.',
  })
  async licenses(
    @Root() { id }: AccountRow,
    @Ctx() { viewer, licenses }: LicensingContext,
    @Args(() => LicensesArgs) args: LicensesArgs,
  ) {
    return connectionOf(await licenses.ofAccount(id, licensesAsked(viewer, args)));
  }
}
