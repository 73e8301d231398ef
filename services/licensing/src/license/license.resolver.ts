import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { momentOf } from '../maintenance/as-of.js';
import { Coverage } from '../maintenance/coverage.type.js';
import { Product } from '../product/product.type.js';
import { askedVersion } from '../release/asked-version.js';
import { VersionDecision, VersionEntitlement } from '../release/entitlement.type.js';
import { insideVendor } from '../viewer/access.js';
import { coverageOf, entitledVersionOf, mayUse } from './license-answers.js';
import { findLicense, LicenseLookup } from './license-lookup.js';
import type { LicenseRow } from './license.reads.js';
import { License, LicenseConnection } from './license.type.js';
import { LicensesArgs, licensesAsked } from './licenses.args.js';

const dayAsked = {
  nullable: true,
  description: "A day from 1990 to 2200 in the vendor's zone, past or coming; today unless told (M14).",
} as const;

@Resolver(() => License)
export class LicenseResolver {
  @Query(() => LicenseConnection, {
    nullable: true,
    description: 'The licenses that the viewer may see, newest first unless asked otherwise.',
  })
  async licenses(
    @Ctx() { viewer, licenses }: LicensingContext,
    @Args(() => LicensesArgs) args: LicensesArgs,
  ) {
    insideVendor(viewer);
    return connectionOf(await licenses.list(licensesAsked(viewer, args)));
  }

  @Query(() => License, {
    nullable: true,
    description:
      'One license by exactly one of id, code and serial; BAD_USER_INPUT otherwise. Null where the viewer sees none.',
  })
  license(@Ctx() context: LicensingContext, @Args(() => LicenseLookup) asked: LicenseLookup) {
    insideVendor(context.viewer);
    return findLicense(context.viewer, context.licenses, asked);
  }

  @FieldResolver(() => Product, { description: 'What the license is the right to run.' })
  product(@Root() row: LicenseRow) {
    const { productId: id, productName: name, productSlug: slug, planId, planVersion, catalogRevision } = row;
    return { id, name, slug, planId, planVersion, catalogRevision };
  }

  @FieldResolver(() => Account, { description: 'The owner.' })
  account(@Root() { accountId }: LicenseRow, @Ctx() { accounts }: LicensingContext) {
    return accounts.byId(accountId);
  }

  @FieldResolver(() => Coverage, {
    description: 'Effective cover as of a day: whether maintenance is active, and until when.',
  })
  coverage(
    @Root() row: LicenseRow,
    @Ctx() context: LicensingContext,
    @Arg('asOf', () => DateScalar, dayAsked) asOf: string | null,
  ) {
    return coverageOf(row, momentOf(context, asOf));
  }

  @FieldResolver(() => VersionEntitlement, {
    description:
      'Which version may I use? The newest that purchase and cover entitle to as of a day, with its reasons (M6, M13).',
  })
  entitledVersion(
    @Root() row: LicenseRow,
    @Ctx() context: LicensingContext,
    @Arg('asOf', () => DateScalar, dayAsked) asOf: string | null,
  ) {
    return entitledVersionOf(row, context, momentOf(context, asOf));
  }

  @FieldResolver(() => VersionDecision, {
    description:
      'May I use this version? The verdict as of a day, every rule with what it saw, and what would change it (M13).',
  })
  mayUse(
    @Root() row: LicenseRow,
    @Ctx() context: LicensingContext,
    @Arg('version', () => String, {
      description:
        'By Semantic Versioning, e.g. `4.2.0`, at most 100 characters; BAD_USER_INPUT for what is written otherwise.',
    })
    version: string,
    @Arg('asOf', () => DateScalar, dayAsked) asOf: string | null,
  ) {
    return mayUse(row, context, askedVersion(version, 'version'), momentOf(context, asOf));
  }
}
