import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';

export interface MessageRow {
  readonly id: string;
  readonly authorKind: string;
  /** Null to a role without the grant. */
  readonly body: string | null;
  readonly sentAt: string;
  readonly public: boolean;
}

const ofTicket = new KeysetPages<MessageRow, 'SENT_AT', never>({
  name: 'message.ofTicket',
  columns: (role) =>
    `m.id, m.author_kind as "authorKind", ${role === 'app_analyst' ? 'null::text' : 'm.body'} as body,
     m.sent_at as "sentAt", m.public`,
  from: 'ticket_message m',
  id: 'm.id',
  orders: { SENT_AT: { column: 'm.sent_at', type: 'timestamptz' } },
  filters: {},
  parent: 'm.ticket_id',
});

/** Every read of messages, for one request. What staff note among themselves is left out by the policies. */
export class MessageReads {
  readonly #ofTicket: PageLoader<MessageRow, 'SENT_AT', never>;

  constructor(reader: PageReader) {
    this.#ofTicket = new PageLoader(ofTicket, reader);
  }

  /** Oldest first: a conversation is read from its beginning. */
  ofTicket(ticketId: string, page: PageArgs): Promise<Page<MessageRow>> {
    return this.#ofTicket.load(ticketId, { args: page, order: 'SENT_AT', direction: 'ASC' });
  }
}
