import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, connectionOf } from '@mainstay/kernel/graph/connection';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { momentOf } from '../maintenance/as-of.js';
import { planTerms } from '../maintenance/plan-terms.js';
import { MaintenancePlan } from '../maintenance/plan.type.js';
import { newestPublished } from '../release/catalog.reads.js';
import { Release, ReleaseConnection, ReleaseFilter } from '../release/release.type.js';
import { insideVendor } from '../viewer/access.js';
import type { ProductRow } from './product.reads.js';
import { Product, ProductConnection } from './product.type.js';

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => ProductConnection, { nullable: true, description: 'All that the vendor sells, by name.' })
  async products(@Ctx() context: LicensingContext, @Args(() => PageArgs) page: PageArgs) {
    insideVendor(context.viewer);
    return connectionOf(await context.products.list(page));
  }

  @Query(() => Product, {
    nullable: true,
    description: 'One product; null where the vendor has none by that id.',
  })
  product(
    @Ctx() { viewer, products }: LicensingContext,
    @Arg('id', () => ID, { description: 'As `Product.id` answers it.' }) id: string,
  ) {
    insideVendor(viewer);
    return products.byId(id);
  }

  @FieldResolver(() => MaintenancePlan, {
    description: 'The plan it is sold under, in the version that is effective today (M15).',
  })
  async plan(@Root() { planId, planVersion }: ProductRow, @Ctx() { plans, today }: LicensingContext) {
    return planTerms(await plans.effective(planId, planVersion, today));
  }

  @FieldResolver(() => ReleaseConnection, {
    description:
      'What is published by now, the newest version first, by Semantic Versioning and not by date.',
  })
  async releases(
    @Root() { id }: ProductRow,
    @Ctx() { releases }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ReleaseFilter, { nullable: true, description: 'All of them unless told.' })
    filter: ReleaseFilter | null,
  ) {
    return connectionOf(await releases.ofProduct(id, { page, filter }));
  }

  @FieldResolver(() => Release, {
    nullable: true,
    description:
      'The newest finished release by Semantic Versioning as of a day: published by then, known now, not withdrawn, no pre-release (M14). Null where there was none.',
  })
  async newestRelease(
    @Root() { id, catalogRevision }: ProductRow,
    @Ctx() context: LicensingContext,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: "A day from 1990 to 2200 in the vendor's zone; today unless told.",
    })
    asOf: string | null,
  ) {
    const moment = momentOf(context, asOf);
    return newestPublished(await context.catalogs.get(id, catalogRevision), moment);
  }
}
