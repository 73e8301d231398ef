import { statement, type Transaction } from './scoped.js';

const takeTurn = statement<{ mine: boolean }>(
  'turn.take',
  'select pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) as mine',
);

/**
 * One at a time does what it names, whichever process it is in. The turn lasts as long as the transaction: whoever dies
 * gives it away, and asked again, whoever has lost it with its connection learns so.
 */
export async function hasTurn(transaction: Transaction, what: string): Promise<boolean> {
  const [turn] = await transaction.query(takeTurn, [what]);
  return turn?.mine === true;
}
