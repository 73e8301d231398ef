import { z } from 'zod';
import { statement } from '@mainstay/kernel/db/scoped';
import type { EventHandler } from '@mainstay/kernel/events/inbox';

const told = z.object({
  licenseId: z.string(),
  fromAccountId: z.string(),
  toAccountId: z.string(),
  resellerId: z.string().nullable(),
});

/** Messages name their ticket together with its account, and so go along by themselves. */
const move = statement<{ id: string }>(
  'license.moveTickets',
  `update ticket set account_id = $3::text, reseller_id = $4::text
   where license_id = $1::text and account_id = $2::text returning id`,
);

const follow = statement(
  'license.moveMessages',
  'update ticket_message set reseller_id = $2::text where ticket_id = any($1::text[])',
);

const followAssessed = statement(
  'license.moveAssessments',
  'update assessment set reseller_id = $2::text where ticket_id = any($1::text[])',
);

/** What was asked about a license goes along with it (M10); what was paid for it stays in the ledger of who paid. */
export const ticketsGoAlong: EventHandler = async (transaction, { payload }) => {
  const { licenseId, fromAccountId, toAccountId, resellerId } = told.parse(payload);
  const moved = await transaction.query(move, [licenseId, fromAccountId, toAccountId, resellerId]);
  const ids = moved.map(({ id }) => id);
  for (const one of [follow, followAssessed]) await transaction.query(one, [ids, resellerId]);
};
