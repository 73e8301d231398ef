import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { Product } from '../product/product.type.js';
import { insideVendor } from '../viewer/access.js';
import type { AssociationRow, PackRow } from './pack.reads.js';
import {
  MaintenanceAssociation,
  MaintenanceCode,
  MaintenanceCodeConnection,
  MaintenanceCodeFilter,
} from './pack.type.js';

@Resolver(() => MaintenanceCode)
export class MaintenanceCodeResolver {
  @Query(() => MaintenanceCodeConnection, {
    nullable: true,
    description: 'Units of maintenance that the viewer sees, the last bought first.',
  })
  async maintenanceCodes(
    @Ctx() { viewer, packs }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => MaintenanceCodeFilter, { nullable: true, description: 'All codes unless told.' })
    filter: MaintenanceCodeFilter | null,
  ) {
    insideVendor(viewer);
    return connectionOf(await packs.list(page, filter));
  }

  @FieldResolver(() => Product, { description: 'Of which a license or a site can be covered with it.' })
  product(@Root() { productId }: PackRow, @Ctx() { products }: LicensingContext) {
    return products.byId(productId);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Who bought it; null where that is not for the viewer to see.',
  })
  account(@Root() { accountId }: PackRow, @Ctx() { accounts }: LicensingContext) {
    return accounts.byId(accountId);
  }

  @FieldResolver(() => MaintenanceAssociation, {
    nullable: true,
    description: 'With what it is associated now; null while it is not.',
  })
  async association(@Root() { id }: PackRow, @Ctx() { packs }: LicensingContext) {
    const found = await packs.standing(id);
    return found === null ? null : { ...found, id: found.associationId };
  }
}

@Resolver(() => MaintenanceAssociation)
export class MaintenanceAssociationResolver {
  @FieldResolver(() => License, {
    nullable: true,
    description: 'The license that it covers; null where it covers a site.',
  })
  license(@Root() { subjectId }: AssociationRow, @Ctx() { licenses }: LicensingContext) {
    return licenses.byId(subjectId);
  }
}
