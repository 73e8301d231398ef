import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import type { LicensingContext } from '../context.js';
import { adminOnly } from '../viewer/access.js';
import type { AuditEntryRow } from './audit.reads.js';
import { AuditChange, AuditDecision, AuditEntry, AuditEntryConnection, AuditFilter } from './audit.type.js';

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description:
      "The trail that every mutation, job and correction leaves, newest first. The vendor's administrators alone; FORBIDDEN to others.",
  })
  async auditEntries(
    @Ctx() { viewer, audit }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'All entries unless told.' })
    filter: AuditFilter | null,
  ) {
    adminOnly(viewer);
    const instant = (day: string | null | undefined) =>
      day === null || day === undefined ? null : new Date(firstInstantOf(day, viewer.zone)).toISOString();
    return connectionOf(
      await audit.list(page, {
        ...(filter ? narrowed(filter) : {}),
        ...{ from: instant(filter?.from), until: instant(filter?.until) },
      }),
    );
  }

  @FieldResolver(() => AuditDecision, {
    nullable: true,
    description: 'What the policy decided; null where none had a say.',
  })
  decision(@Root() { decision }: AuditEntryRow) {
    return decision;
  }

  @FieldResolver(() => [AuditChange], { description: 'What it changed, field by field.' })
  changes(@Root() { changes }: AuditEntryRow) {
    return changes.map(({ objectId, field, from = null, to = null, withheld = false }) => ({
      ...{ objectId, field, withheld },
      from: from === null ? null : String(from),
      to: to === null ? null : String(to),
    }));
  }
}

/** Without its days, which are told as instants. */
function narrowed({ objectId, actorId, userId, accountId, act }: AuditFilter) {
  return { objectId, actorId, userId, accountId, act };
}
