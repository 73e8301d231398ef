import { planDue } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockTicket } from '../ticket/lock-ticket.js';
import { isBreached } from './target.rules.js';

const kind = 'target-breach';

/** Has somebody look when the first answer is due; planned by whatever moves that instant. */
export async function planBreach(
  transaction: Transaction,
  ticketId: string,
  dueAt: string | null,
): Promise<void> {
  if (dueAt !== null) await planDue(transaction, [{ kind, key: ticketId, dueAt }]);
}

const note = statement(
  'target.noteBreach',
  'update ticket set breached_at = due_at where id = $1::text and breached_at is null',
);

/** Notes that nobody had answered when it was due; the instant is that, however late it is noted (S3). */
const targetBreach: DueKind = {
  act: 'targetBreach',
  async run(transaction, { key }, { nowMs }) {
    const ticket = await lockTicket(transaction, key);
    if (ticket === null || !isBreached(ticket, nowMs)) return 'NOTHING';
    await transaction.query(note, [ticket.id]);
    const { id, accountId, licenseId, dueAt } = ticket;
    return {
      ...{ result: { ticketId: id }, accountId },
      changes: [{ objectId: id, field: 'breachedAt', from: null, to: dueAt }],
      events: [
        {
          ...{ type: 'ticket.breached', aggregate: id },
          payload: { ticketId: id, accountId, licenseId, breachedAt: dueAt },
        },
      ],
    };
  },
};

export const targetKinds = { [kind]: targetBreach };
