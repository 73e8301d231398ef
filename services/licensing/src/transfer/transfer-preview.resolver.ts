import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { codedError } from '@mainstay/kernel/act/mutation';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { MaintenanceCode } from '../pack/pack.type.js';
import { doersOnly } from '../viewer/access.js';
import { licenseTransfer, noCustomersKey } from './license-transfer.js';
import { LicenseTransferPreviewArgs } from './transfer-preview.args.js';
import type { PreviewedTransfer } from './transfer-preview.rules.js';
import {
  LicenseTransferPreview,
  LicenseTransferPreviewItem,
  TransferDestination,
} from './transfer-preview.type.js';

/** What the fields of a preview that are rows of their own are found by. */
interface Previewed {
  readonly stayingCodeIds: readonly string[];
}
interface PreviewedRow {
  readonly licenseId: string;
  readonly accountId: string | null;
}

const shown = 100;

@Resolver(() => LicenseTransferPreview)
export class LicenseTransferPreviewResolver {
  @Query(() => LicenseTransferPreview, {
    nullable: true,
    description:
      'What `licenseTransfer` would do, before it is done: where each license goes, what speaks against it, and what stays (M10). For whoever may transfer; FORBIDDEN to others.',
  })
  async licenseTransferPreview(
    @Ctx() { viewer, transfers, today }: LicensingContext,
    @Args(() => LicenseTransferPreviewArgs) asked: LicenseTransferPreviewArgs,
  ) {
    doersOnly(viewer, licenseTransfer);
    noCustomersKey(viewer);
    const preview = await transfers.preview(asked, today);
    return {
      ...{ count: preview.count, stayingCodeIds: preview.stayingCodeIds },
      licenses: preview.licenses.slice(0, shown).map(asRow),
      userErrors: preview.refusals.map((refusal) => codedError(refusal, [])),
    };
  }

  @FieldResolver(() => [MaintenanceCode], {
    description:
      'Unused packs for the products of what goes, the first bought first, at most 100: they stay with who owns them, to be associated.',
  })
  async stayingCodes(@Root() { stayingCodeIds }: Previewed, @Ctx() { packs }: LicensingContext) {
    const found = await Promise.all(stayingCodeIds.map((id) => packs.byId(id)));
    return found.filter((row) => row !== null);
  }
}

function asRow({ licenseId, to, refusals }: PreviewedTransfer) {
  const destination = to?.kind === 'NEW' ? TransferDestination.MADE : TransferDestination.FOUND;
  return {
    ...{ licenseId, destination: to === null ? null : destination },
    accountId: to?.kind === 'KNOWN' ? to.accountId : null,
    companyName: to?.kind === 'NEW' ? to.name : null,
    userErrors: refusals.map((refusal) => codedError(refusal, [])),
  };
}

@Resolver(() => LicenseTransferPreviewItem)
export class LicenseTransferPreviewItemResolver {
  @FieldResolver(() => License, {
    nullable: true,
    description: 'The license that was asked; null where the viewer sees no such license.',
  })
  license(@Root() { licenseId }: PreviewedRow, @Ctx() { licenses }: LicensingContext) {
    return licenses.byId(licenseId);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The customer that was found; null where it would be made, or this license cannot go.',
  })
  customer(@Root() { accountId }: PreviewedRow, @Ctx() { accounts }: LicensingContext) {
    return accountId === null ? null : accounts.byId(accountId);
  }
}
