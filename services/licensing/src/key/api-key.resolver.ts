import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { AccountRow } from '../account/account.reads.js';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { manages, managersOnly } from '../viewer/managed-account.js';
import type { ApiKeyRow } from './api-key.reads.js';
import { ApiKey, ApiKeyConnection } from './api-key.type.js';

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, {
    nullable: true,
    description:
      'The keys that the viewer manages, newest first: all of the vendor for an administrator, those of its own account for a reseller and a customer. FORBIDDEN for everybody else.',
  })
  async apiKeys(@Ctx() { viewer, apiKeys }: LicensingContext, @Args(() => PageArgs) page: PageArgs) {
    managersOnly(viewer);
    return connectionOf(await apiKeys.list(page));
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "For which account it acts; null for the vendor's own, which reads as an administrator.",
  })
  account(@Root() { accountId }: ApiKeyRow, @Ctx() { accounts }: LicensingContext) {
    return accountId === null ? null : accounts.byId(accountId);
  }
}

@Resolver(() => Account)
export class AccountKeysResolver {
  @FieldResolver(() => ApiKeyConnection, {
    nullable: true,
    description:
      'The keys of the account, newest first: empty where the viewer manages them not, null where its role manages none at all.',
  })
  async apiKeys(
    @Root() { id }: AccountRow,
    @Ctx() { viewer, apiKeys }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return manages(viewer) ? connectionOf(await apiKeys.ofAccount(id, page)) : null;
  }
}
