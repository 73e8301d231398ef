import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';

export interface EntryRow {
  readonly id: string;
  readonly kind: string;
  readonly units: number;
  readonly enteredAt: string;
  readonly expiresFrom: string | null;
  readonly expiresTo: string | null;
  readonly actorKind: string;
  /** Null to a role without the grant, as is the reason. */
  readonly actorId: string | null;
  readonly reason: string | null;
  readonly ticketId: string | null;
}

const ofGrant = new KeysetPages<EntryRow, 'PLACE', never>({
  name: 'ledger.ofGrant',
  columns: (role) =>
    `e.id, e.kind, e.units, e.entered_at as "enteredAt", e.expires_from as "expiresFrom", e.expires_to as "expiresTo",
     e.actor_kind as "actorKind", ${role === 'app_admin' ? 'e.actor_id' : 'null::text'} as "actorId",
     ${role === 'app_analyst' ? 'null::text' : 'e.reason'} as reason, e.ticket_id as "ticketId"`,
  from: 'ledger_entry e',
  id: 'e.id',
  orders: { PLACE: { column: 'e.place', type: 'int8' } },
  filters: {},
  parent: 'e.grant_id',
});

/** Every read of ledgers, for one request. */
export class LedgerReads {
  readonly #ofGrant: PageLoader<EntryRow, 'PLACE', never>;

  constructor(reader: PageReader) {
    this.#ofGrant = new PageLoader(ofGrant, reader);
  }

  /** As they were written: a ledger is read from its beginning. */
  ofGrant(grantId: string, page: PageArgs): Promise<Page<EntryRow>> {
    return this.#ofGrant.load(grantId, { args: page, order: 'PLACE', direction: 'ASC' });
  }
}
