import { UserFault } from '../graph/errors.js';
import { connectionOf, type Connected } from '../graph/connection.js';
import { KeysetPages, type PageReader } from '../db/page.js';
import type { PageArgs } from '../db/page-args.js';
import { firstInstantOf } from '../values/civil.js';

/** One change as the trail keeps it: values are left out where they are secret or personal. */
interface ChangeRow {
  readonly objectId: string;
  readonly field: string;
  readonly from?: string | number | boolean | null;
  readonly to?: string | number | boolean | null;
  readonly withheld?: true;
}

interface AuditRow {
  readonly id: string;
  readonly actedAt: string;
  readonly recordedAt: string;
  readonly act: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly userId: string | null;
  readonly accountId: string | null;
  readonly objectIds: readonly string[];
  readonly reason: string | null;
  readonly decision: { readonly policyVersion: number; readonly warnings: readonly string[] } | null;
  readonly changes: readonly ChangeRow[];
}

/** What is left out or null narrows nothing; of the vendor's civil days the first alone is kept. */
export interface AuditAsked {
  readonly objectId?: string | null | undefined;
  readonly actorId?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly accountId?: string | null | undefined;
  readonly act?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly until?: string | null | undefined;
}

const entries = new KeysetPages<AuditRow, 'RECORDED_AT', keyof AuditAsked>({
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

/** Every read of a service's trail, for one request. */
export class AuditReads {
  constructor(private readonly reader: PageReader) {}

  /**
   * Newest first, as they were recorded: within a sandbox's frozen instant too. FORBIDDEN to whoever does not administer
   * the vendor, before the database is asked.
   */
  async entries(page: PageArgs, asked: AuditAsked | null): Promise<Connected<object>> {
    const { role, zone } = this.reader.viewer;
    if (role !== 'VENDOR_ADMIN')
      throw new UserFault('FORBIDDEN', "Only the vendor's administrators see the trail.");
    const instant = (day: string | null | undefined) =>
      day === null || day === undefined ? null : new Date(firstInstantOf(day, zone)).toISOString();
    const filter = { ...asked, from: instant(asked?.from), until: instant(asked?.until) };
    const read = await entries.read(this.reader, {
      ...{ args: page, order: 'RECORDED_AT', direction: 'DESC', filter },
    });
    return connectionOf({ ...read, rows: read.rows.map(asTold) });
  }
}

/** Values as text, whatever they were. */
function asTold(row: AuditRow): object {
  const text = (value: ChangeRow['from']) => (value === null || value === undefined ? null : String(value));
  return {
    ...row,
    changes: row.changes.map(({ objectId, field, from, to, withheld = false }) => ({
      ...{ objectId, field, withheld, from: text(from), to: text(to) },
    })),
  };
}
