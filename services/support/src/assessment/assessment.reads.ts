import DataLoader from 'dataloader';
import type { PageReader } from '@mainstay/kernel/db/page';
import { statement } from '@mainstay/kernel/db/scoped';

export interface AssessmentRow {
  readonly id: string;
  readonly ticketId: string;
  readonly category: string;
  readonly units: number;
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly steps: number | null;
  readonly state: string;
  readonly assessedAt: string;
  readonly answerBy: string | null;
  readonly decidedAt: string | null;
}

const ofTickets = statement<AssessmentRow>(
  'assessment.ofTickets',
  `select id, ticket_id as "ticketId", category, units, from_version as "fromVersion", to_version as "toVersion", steps,
     state, assessed_at as "assessedAt", answer_by as "answerBy", decided_at as "decidedAt"
   from assessment where ticket_id = any($1::text[]) and state <> 'SUPERSEDED'`,
);

/** Every read of prices, for one request. */
export class AssessmentReads {
  readonly #ofTicket: DataLoader<string, AssessmentRow | null>;

  constructor({ database, viewer, signal }: PageReader) {
    this.#ofTicket = new DataLoader(
      async (ticketIds) => {
        const rows = await database.read(viewer, ofTickets, [ticketIds], signal);
        const found = new Map(rows.map((row) => [row.ticketId, row]));
        return ticketIds.map((id) => found.get(id) ?? null);
      },
      { maxBatchSize: 100 },
    );
  }

  /** The one that holds or is proposed: those that new facts replaced are in the trail. */
  ofTicket(ticketId: string): Promise<AssessmentRow | null> {
    return this.#ofTicket.load(ticketId);
  }
}
