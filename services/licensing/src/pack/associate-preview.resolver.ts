import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { codedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { doersOnly } from '../viewer/access.js';
import { previewAssociate, type PreviewedPair } from './associate-preview.rules.js';
import { AssociatePreview, AssociatePreviewPair } from './associate-preview.type.js';
import type { AssociateAsked } from './associate.rules.js';
import { maintenanceAssociate } from './maintenance-associate.js';
import { MaintenanceCode, MaintenancePair } from './pack.type.js';

/** What the fields of a preview that are rows of their own are found by. */
interface Previewed {
  readonly uncoveredLicenseIds: readonly string[];
}
interface PreviewedRow {
  readonly codeId: string;
  readonly subjectId: string | null;
}

@Resolver(() => AssociatePreview)
export class AssociatePreviewResolver {
  @Query(() => AssociatePreview, {
    nullable: true,
    description:
      'What `maintenanceAssociate` would do with the same list, before it is done: the cover of each pair, what is lost of it, and what speaks against it (M4). For whoever may associate; FORBIDDEN to others.',
  })
  async maintenanceAssociatePreview(
    @Ctx() { viewer, packs, today }: LicensingContext,
    @Arg('pairs', () => [MaintenancePair], { description: 'As `maintenanceAssociate` takes them, 1 to 100.' })
    pairs: MaintenancePair[],
    @Arg('customerId', () => ID, { nullable: true, description: 'The customer that all of them are for.' })
    customerId: string | null | undefined,
    @Arg('acceptPast', () => Boolean, {
      nullable: true,
      description: 'True takes cover that would be over already.',
    })
    acceptPast: boolean | null | undefined,
  ) {
    doersOnly(viewer, maintenanceAssociate);
    const asked: AssociateAsked = { pairs, customerId, acceptPast };
    const preview = previewAssociate(await packs.associating(asked, today), asked, today);
    return {
      pairs: preview.pairs.map(asRow),
      userErrors: preview.refusals.map((refusal) => codedError(refusal, [])),
      uncoveredLicenseIds: preview.uncoveredLicenseIds,
    };
  }

  @FieldResolver(() => [License], {
    description:
      'Licenses of the same customers and products that would still have no cover, at most 100; those of the list among them whose cover is over already.',
  })
  async uncoveredLicenses(@Root() { uncoveredLicenseIds }: Previewed, @Ctx() { licenses }: LicensingContext) {
    const found = await Promise.all(uncoveredLicenseIds.map((id) => licenses.byId(id)));
    return found.filter((row) => row !== null);
  }
}

function asRow({ pair, planned, warnings, refusals }: PreviewedPair) {
  return {
    ...{ codeId: pair.maintenanceCodeId, subjectId: planned?.subject.id ?? null },
    ...{ startsOn: planned?.period.startsOn ?? null, expiresOn: planned?.period.expiresOn ?? null },
    ...{ stacksOn: planned?.stacksOn ?? null, daysLost: planned?.daysLost ?? 0 },
    ...{ doubledDays: planned?.doubledDays ?? 0, warnings },
    userErrors: refusals.map((refusal) => codedError(refusal, [])),
  };
}

@Resolver(() => AssociatePreviewPair)
export class AssociatePreviewPairResolver {
  @FieldResolver(() => MaintenanceCode, {
    nullable: true,
    description: 'The code of the pair; null where the viewer sees no such code.',
  })
  maintenanceCode(@Root() { codeId }: PreviewedRow, @Ctx() { packs }: LicensingContext) {
    return packs.byId(codeId);
  }

  @FieldResolver(() => License, {
    nullable: true,
    description: 'The license that would be covered; null where it is a site, or the pair is refused.',
  })
  license(@Root() { subjectId }: PreviewedRow, @Ctx() { licenses }: LicensingContext) {
    return subjectId === null ? null : licenses.byId(subjectId);
  }
}
