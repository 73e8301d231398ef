import { z } from 'zod';
import { statement } from '@mainstay/kernel/db/scoped';
import type { EventHandler } from '@mainstay/kernel/events/inbox';

/** Every table whose rows name the account's reseller of record; a test compares it with the database. */
export const ownedTables = [
  'ticket',
  'ticket_message',
  'assessment',
  'support_grant',
  'ledger_entry',
] as const;

const told = z.object({ id: z.string(), resellerId: z.string().nullable() });

/** What is known of contracts decides what pays a case, and is not told again for a new reseller alone. */
const moves = [...ownedTables, 'known_contract'].map((table) =>
  statement(
    `account.move.${table}`,
    `update ${table} set reseller_id = $2::text
     where account_id = $1::text and reseller_id is distinct from $2::text`,
  ),
);

/** What is an account's own is seen by who is its reseller of record now, and by no former one (M10). */
export const followAccount: EventHandler = async (transaction, { payload }) => {
  const { id, resellerId } = told.parse(payload);
  // One by one, tickets before what pays them, as acts lock them.
  for (const move of moves) await transaction.query(move, [id, resellerId]);
};
