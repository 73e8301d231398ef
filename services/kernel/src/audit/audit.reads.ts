import { KeysetPages, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';

/** One change as the trail keeps it: values are left out where they are secret or personal. */
export interface ChangeRow {
  readonly objectId: string;
  readonly field: string;
  readonly from?: string | number | boolean | null;
  readonly to?: string | number | boolean | null;
  readonly withheld?: true;
}

export interface AuditEntryRow {
  readonly id: string;
  readonly actedAt: string;
  readonly recordedAt: string;
  readonly act: string;
  readonly actorKind: 'MEMBERSHIP' | 'KEY' | 'JOB';
  readonly actorId: string;
  readonly userId: string | null;
  readonly accountId: string | null;
  readonly objectIds: readonly string[];
  readonly reason: string | null;
  readonly decision: { readonly policyVersion: number; readonly warnings: readonly string[] } | null;
  readonly changes: readonly ChangeRow[];
}

/** What is left out or null narrows nothing; instants are half-open. */
export interface AuditFilter {
  readonly objectId?: string | null | undefined;
  readonly actorId?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly accountId?: string | null | undefined;
  readonly act?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

const entries = new KeysetPages<AuditEntryRow, 'RECORDED_AT', keyof AuditFilter>({
  name: 'audit.page',
  columns: `a.id, a.acted_at as "actedAt", a.recorded_at as "recordedAt", a.act, a.actor_kind as "actorKind",
    a.actor_id as "actorId", a.user_id as "userId", a.account_id as "accountId", a.object_ids as "objectIds",
    a.reason, a.decision, a.changes`,
  from: 'audit_entry a',
  id: 'a.id',
  orders: { RECORDED_AT: { column: 'a.recorded_at', type: 'timestamptz' } },
  filters: {
    objectId: (parameter) => `a.object_ids @> array[${parameter}::text]`,
    actorId: (parameter) => `a.actor_id = ${parameter}::text`,
    userId: (parameter) => `a.user_id = ${parameter}::text`,
    accountId: (parameter) => `a.account_id = ${parameter}::text`,
    act: (parameter) => `a.act = ${parameter}::text`,
    from: (parameter) => `a.acted_at >= ${parameter}::timestamptz`,
    until: (parameter) => `a.acted_at < ${parameter}::timestamptz`,
  },
});

/** Every read of the trail, for one request. */
export class AuditReads {
  constructor(private readonly reader: PageReader) {}

  /** Newest first, as they were recorded: within a sandbox's frozen instant too. */
  list(page: PageArgs, filter: AuditFilter): Promise<Page<AuditEntryRow>> {
    return entries.read(this.reader, { args: page, order: 'RECORDED_AT', direction: 'DESC', filter });
  }
}
