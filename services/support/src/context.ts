import { Mutations } from '@mainstay/kernel/act/mutation';
import { AuditReads } from '@mainstay/kernel/audit/audit.reads';
import type { PageReader } from '@mainstay/kernel/db/page';
import type { ActingDatabase } from '@mainstay/kernel/db/scoped';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { civilDayOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { AssessmentReads } from './assessment/assessment.reads.js';
import { SupportReads } from './entitlement/support.reads.js';
import { GrantReads } from './grant/grant.reads.js';
import { LedgerReads } from './grant/ledger.reads.js';
import { MessageReads } from './ticket/message.reads.js';
import { TicketReads } from './ticket/ticket.reads.js';

/** What all requests of the process share. */
export interface Shared {
  readonly database: ActingDatabase;
  readonly outlet: EventOutlet;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
}

/** One request: who asks, and the reads that batch what it asks for. */
export class SupportContext {
  #today: CivilDate | undefined;
  /** The one thing to change anything with. */
  readonly mutations: Mutations;
  readonly audit: AuditReads;
  readonly tickets: TicketReads;
  readonly messages: MessageReads;
  readonly assessments: AssessmentReads;
  readonly grants: GrantReads;
  readonly ledger: LedgerReads;
  readonly support: SupportReads;

  constructor(
    shared: Shared,
    readonly viewer: Viewer,
    signal: AbortSignal | undefined,
  ) {
    const reader: PageReader = { database: shared.database, viewer, signal };
    this.mutations = new Mutations({ ...shared, viewer });
    this.audit = new AuditReads(reader);
    this.tickets = new TicketReads(reader);
    this.messages = new MessageReads(reader);
    this.assessments = new AssessmentReads(reader);
    this.grants = new GrantReads(reader, () => this.today);
    this.ledger = new LedgerReads(reader);
    this.support = new SupportReads(reader, () => this.today);
  }

  /** The civil day of the request in the vendor's zone. */
  get today(): CivilDate {
    return (this.#today ??= civilDayOf(Date.parse(this.viewer.now), this.viewer.zone));
  }
}
