import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { AuditEntryConnection, AuditFilter } from '@mainstay/kernel/audit/audit.type';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import type { SupportContext } from '../context.js';

@Resolver()
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description:
      "The trail that every mutation, job and correction of tickets and support units leaves, newest first. The vendor's administrators alone; FORBIDDEN to others.",
  })
  supportAuditEntries(
    @Ctx() { audit }: SupportContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'All entries unless told.' })
    filter: AuditFilter | null,
  ) {
    return audit.entries(page, filter);
  }
}
