import { z } from 'zod';
import { statement } from '@mainstay/kernel/db/scoped';
import type { EventHandler } from '@mainstay/kernel/events/inbox';

const told = z.object({
  licenseId: z.string(),
  fromAccountId: z.string(),
  toAccountId: z.string(),
  resellerId: z.string().nullable(),
});

const moveHold = statement(
  'renewal.moveHold',
  `update renewal_hold set account_id = $3::text, reseller_id = $4::text
   where subject_id = $1::text and account_id = $2::text`,
);

/** That a license is being renewed its new owner sees too (M10); what was ordered and paid stays with who bought it. */
export const holdsGoAlong: EventHandler = async (transaction, { payload }) => {
  const { licenseId, fromAccountId, toAccountId, resellerId } = told.parse(payload);
  await transaction.query(moveHold, [licenseId, fromAccountId, toAccountId, resellerId]);
};
