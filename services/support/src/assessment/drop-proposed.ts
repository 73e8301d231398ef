import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

const drop = statement(
  'assessment.dropProposed',
  `update assessment set state = 'SUPERSEDED', decided_at = $2::timestamptz
   where ticket_id = $1::text and state = 'PROPOSED'`,
);

/** A ticket that ends in another way leaves no price behind that somebody might still confirm. */
export async function dropProposed(transaction: Transaction, ticketId: string, now: string): Promise<void> {
  await transaction.query(drop, [ticketId, now]);
}
