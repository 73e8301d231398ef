import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { AuditEntryConnection, AuditFilter } from '@mainstay/kernel/audit/audit.type';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import type { BillingContext } from '../context.js';

@Resolver()
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description:
      "The trail that every mutation, job and correction of quotes and invoices leaves, newest first. The vendor's administrators alone; FORBIDDEN to others.",
  })
  billingAuditEntries(
    @Ctx() { audit }: BillingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'All entries unless told.' })
    filter: AuditFilter | null,
  ) {
    return audit.entries(page, filter);
  }
}
