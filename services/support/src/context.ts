import type { PageReader } from '@mainstay/kernel/db/page';
import { MessageReads } from './ticket/message.reads.js';
import { TicketReads } from './ticket/ticket.reads.js';

/** One request: the reads that batch what it asks for. */
export class SupportContext {
  readonly tickets: TicketReads;
  readonly messages: MessageReads;

  constructor(reader: PageReader) {
    this.tickets = new TicketReads(reader);
    this.messages = new MessageReads(reader);
  }
}
