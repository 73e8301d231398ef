import type { PageReader } from '@mainstay/kernel/db/page';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { MessageReads } from './ticket/message.reads.js';
import { TicketReads } from './ticket/ticket.reads.js';

/** One request: who asks, and the reads that batch what it asks for. */
export class SupportContext {
  readonly viewer: Viewer;
  readonly tickets: TicketReads;
  readonly messages: MessageReads;

  constructor(reader: PageReader) {
    this.viewer = reader.viewer;
    this.tickets = new TicketReads(reader);
    this.messages = new MessageReads(reader);
  }
}
