import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { LicensingContext } from '../context.js';
import { adminOnly } from '../viewer/access.js';
import { MailPreview, MailTemplate } from './mail-preview.type.js';
import { sampleLetter } from './sample-letter.js';

@Resolver(() => MailPreview)
export class MailPreviewResolver {
  @Query(() => MailPreview, {
    nullable: true,
    description:
      "How a mail of the vendor's reads, with sample licenses and the day of today. The vendor's administrators alone; FORBIDDEN to others. Null where the vendor has no such account.",
  })
  async mailPreview(
    @Ctx() { viewer, vendors, accounts, today }: LicensingContext,
    @Arg('template', () => MailTemplate, { description: 'Which of the mails.' }) template: MailTemplate,
    @Arg('accountId', () => ID, {
      nullable: true,
      description: 'Whose name it bears; a sample name unless told.',
    })
    accountId: string | null | undefined,
  ) {
    adminOnly(viewer);
    const vendor = await vendors.byId(viewer.vendorId ?? '');
    const account =
      accountId === null || accountId === undefined
        ? { name: 'Sample Account' }
        : await accounts.byId(accountId);
    if (vendor === null || account === null) return null;
    return sampleLetter(template, { vendor: vendor.name, account: account.name, today });
  }
}
