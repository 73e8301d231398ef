import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { AccountRow } from '../account/account.reads.js';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { Product } from '../product/product.type.js';
import type { SiteMemberRow, SiteRow } from './site.reads.js';
import { Site, SiteConnection, SiteMember, SiteMemberConnection } from './site.type.js';

@Resolver(() => Account)
export class AccountSitesResolver {
  @FieldResolver(() => SiteConnection, { description: 'The sites of the account, longest known first.' })
  async sites(
    @Root() { id }: AccountRow,
    @Ctx() { sites }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await sites.ofAccount(id, page));
  }
}

@Resolver(() => Site)
export class SiteResolver {
  @FieldResolver(() => Product, { description: 'Of which the licenses at the site are.' })
  product(@Root() { productId }: SiteRow, @Ctx() { products }: LicensingContext) {
    return products.byId(productId);
  }

  @FieldResolver(() => SiteMemberConnection, {
    description: 'Who is, was and will be at the site; who joined last comes first.',
  })
  async members(
    @Root() { id }: SiteRow,
    @Ctx() { sites }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await sites.members(id, page));
  }
}

@Resolver(() => SiteMember)
export class SiteMemberResolver {
  @FieldResolver(() => License, { description: 'Which license is at the site.' })
  license(@Root() { licenseId }: SiteMemberRow, @Ctx() { licenses }: LicensingContext) {
    return licenses.byId(licenseId);
  }
}
