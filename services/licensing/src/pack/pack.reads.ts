import { KeysetPages, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import { statementByRole } from '@mainstay/kernel/db/role-statement';
import { statement } from '@mainstay/kernel/db/scoped';
import type { DatabaseRole } from '@mainstay/kernel/graph/viewer';
import type { AssociateAsked, AssociateFacts } from './associate.rules.js';
import { associateFacts } from './load-associating.js';

export interface PackRow {
  readonly id: string;
  readonly accountId: string;
  readonly productId: string;
  /** Null to a role without the grant. */
  readonly code: string | null;
  readonly kind: 'LICENSE' | 'SITE';
  readonly term: string;
  readonly purchasedOn: string;
  readonly state: 'UNUSED' | 'ASSOCIATED' | 'VOID';
}

export interface AssociationRow {
  /** Of the code, of which one association stands at a time. */
  readonly id: string;
  readonly associationId: string;
  readonly bundled: boolean;
  readonly associatedAt: string;
  readonly subjectId: string;
  readonly startsOn: string | null;
  readonly expiresOn: string | null;
}

/** What is left out or null narrows nothing. */
export interface PacksAsked {
  readonly state?: string | null | undefined;
  readonly accountId?: string | null | undefined;
  readonly productId?: string | null | undefined;
}

function columns(role: DatabaseRole): string {
  const code = role === 'app_analyst' ? 'null::text' : 'c.code';
  return `c.id, c.account_id as "accountId", c.product_id as "productId", ${code} as code, c.metric as kind, c.term,
    c.purchased_on as "purchasedOn", c.state`;
}

const list = new KeysetPages<PackRow, 'PURCHASED_ON', 'state' | 'account' | 'product'>({
  ...{ name: 'pack.page', columns, from: 'maintenance_code c', id: 'c.id' },
  orders: { PURCHASED_ON: { column: 'c.purchased_on', type: 'date' } },
  filters: {
    state: (parameter: string) => `c.state = ${parameter}::text`,
    account: (parameter: string) => `c.account_id = ${parameter}::text`,
    product: (parameter: string) => `c.product_id = ${parameter}::text`,
  },
});

const byIds = statementByRole<PackRow>(
  'pack.byIds',
  (role) => `select ${columns(role)} from maintenance_code c where c.id = any($1::text[])`,
);

const standing = statement<AssociationRow>(
  'association.standing',
  `select a.maintenance_code_id as id, a.id as "associationId", a.bundled, a.associated_at as "associatedAt",
     a.subject_id as "subjectId", c.starts_on as "startsOn", c.expires_on as "expiresOn"
   from maintenance_association a left join coverage_period c on c.id = a.period_id
   where a.maintenance_code_id = any($1::text[]) and a.undone_at is null`,
);

const ofAssociations = statement<{ associationId: string; codeId: string }>(
  'association.codes',
  `select a.id as "associationId", a.maintenance_code_id as "codeId" from maintenance_association a
   where a.id = any($1::text[])`,
);

/** Every read of maintenance codes, for one request. */
export class PackReads {
  readonly #byId;
  readonly #standing;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, byIds);
    this.#standing = rowsById(reader, () => standing);
  }

  byId(id: string): Promise<PackRow | null> {
    return this.#byId.load(id);
  }

  /** The codes of associations, in the order of these. */
  async byAssociations(associationIds: readonly string[]): Promise<PackRow[]> {
    const { database, viewer, signal } = this.reader;
    const rows = await database.read(viewer, ofAssociations, [associationIds], signal);
    const codes = new Map(rows.map(({ associationId, codeId }) => [associationId, codeId]));
    const found = await Promise.all(associationIds.map((id) => this.byId(codes.get(id) ?? '')));
    return found.filter((row) => row !== null);
  }

  /** The last bought first. */
  list(page: PageArgs, asked: PacksAsked | null): Promise<Page<PackRow>> {
    return list.read(this.reader, {
      ...{ args: page, order: 'PURCHASED_ON', direction: 'DESC' },
      filter: { state: asked?.state, account: asked?.accountId, product: asked?.productId },
    });
  }

  /** What decides about pairs, without a lock: for a preview, which promises nothing. */
  associating(asked: AssociateAsked, today: string): Promise<AssociateFacts> {
    const { database, viewer, signal } = this.reader;
    return associateFacts(
      (statement, values) => database.read(viewer, statement, values, signal),
      asked,
      today,
    );
  }

  /** The association that stands; null where the code is not associated, or with what the viewer does not see. */
  standing(codeId: string): Promise<AssociationRow | null> {
    return this.#standing.load(codeId);
  }
}
