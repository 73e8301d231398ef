import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { adminOnly } from '../viewer/access.js';
import type { MailLogRow } from './mail.reads.js';
import { Mail, MailConnection, MailFilter } from './mail.type.js';

@Resolver(() => Mail)
export class MailResolver {
  @Query(() => MailConnection, {
    nullable: true,
    description:
      "The vendor's mails and what became of each, the latest due first. The vendor's administrators alone; FORBIDDEN to others.",
  })
  async mails(
    @Ctx() { viewer, mails }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => MailFilter, { nullable: true, description: 'All mails unless told.' })
    filter: MailFilter | null,
  ) {
    adminOnly(viewer);
    return connectionOf(await mails.log(page, filter));
  }

  @FieldResolver(() => Account, { description: 'Whose matter it is about.' })
  account(@Root() { accountId }: MailLogRow, @Ctx() { accounts }: LicensingContext) {
    return accounts.byId(accountId);
  }
}
