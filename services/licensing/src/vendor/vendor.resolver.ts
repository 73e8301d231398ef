import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { PageArgs, connectionOf } from '@mainstay/kernel/graph/connection';
import type { LicensingContext } from '../context.js';
import { operatorOnly } from '../viewer/access.js';
import { TenantConnection } from './vendor.type.js';

@Resolver()
export class VendorResolver {
  @Query(() => TenantConnection, {
    nullable: true,
    description: 'The vendors of this installation, oldest first. FORBIDDEN for every role but OPERATOR.',
  })
  async tenants(@Ctx() context: LicensingContext, @Args(() => PageArgs) page: PageArgs) {
    operatorOnly(context.viewer);
    return connectionOf(await context.vendors.tenants(page));
  }
}
