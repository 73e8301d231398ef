import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { UserFault } from '@mainstay/kernel/graph/errors';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { Product } from '../product/product.type.js';
import { decideAssociate, pairFaults, plannedAssociations, type Associated } from './associate.rules.js';
import type { AssociationRow, PackRow } from './pack.reads.js';
import {
  AssociatePreview,
  AssociateWarning,
  MaintenanceAssociation,
  MaintenanceCode,
  MaintenanceCodeConnection,
  MaintenanceCodeFilter,
  MaintenancePair,
} from './pack.type.js';

/** As the public reads one pair. */
function previewOf({ maintenanceCodeId, subject, period, ...told }: Associated) {
  const { daysLost, stacksOn, doubledDays, uncoveredLicenseIds } = told;
  const warnings: [boolean, AssociateWarning][] = [
    [stacksOn !== null, AssociateWarning.STACKED],
    [uncoveredLicenseIds.length > 0, AssociateWarning.OTHERS_UNCOVERED],
    [daysLost > 0, AssociateWarning.DAYS_LOST],
    [doubledDays > 0, AssociateWarning.SITE_DOUBLES],
  ];
  return {
    ...{ maintenanceCodeId, subjectId: subject.id },
    ...{ startsOn: period.startsOn, expiresOn: period.expiresOn, daysLost, stacksOn, doubledDays },
    ...{ uncoveredLicenseIds, warnings: warnings.flatMap(([holds, warning]) => (holds ? [warning] : [])) },
  };
}

@Resolver(() => MaintenanceCode)
export class MaintenanceCodeResolver {
  @Query(() => MaintenanceCodeConnection, {
    nullable: true,
    description: 'Units of maintenance that the viewer sees, the last bought first.',
  })
  async maintenanceCodes(
    @Ctx() { packs }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => MaintenanceCodeFilter, { nullable: true, description: 'All codes unless told.' })
    filter: MaintenanceCodeFilter | null,
  ) {
    return connectionOf(await packs.list(page, filter));
  }

  @Query(() => [AssociatePreview], {
    nullable: true,
    description:
      'What `maintenanceAssociate` would make of these pairs, in the order in which they would be taken, with what is to be thought of before. BAD_USER_INPUT with the first refusal where it would be refused; cover that is wholly in the past is shown.',
  })
  async maintenanceAssociatePreview(
    @Ctx() { packs, today }: LicensingContext,
    @Arg('pairs', () => [MaintenancePair], { description: '1 to 100 pairs.' }) pairs: MaintenancePair[],
    @Arg('customerId', () => ID, {
      nullable: true,
      description: 'The customer that all of them are for, where a reseller chose one.',
    })
    customerId: string | null | undefined,
  ) {
    const asked = { pairs, customerId, acceptPast: true };
    const [wrong] = pairFaults(asked);
    const facts = wrong === undefined ? await packs.facts(asked, today) : null;
    const fault = wrong ?? (facts === null ? undefined : decideAssociate(facts, asked, today)[0]);
    if (facts === null || fault !== undefined)
      throw new UserFault('BAD_USER_INPUT', fault?.message ?? 'Nothing is asked for.', {
        field: (fault?.field ?? ['pairs']).join('.'),
      });
    return plannedAssociations(facts, asked, today).map(previewOf);
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
