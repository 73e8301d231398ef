import { z } from 'zod';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import { noteCoverUse } from '../maintenance/cover-use.js';

const told = z.object({
  ticketId: z.string(),
  licenseId: z.string().nullable(),
  openedOn: z.iso.date(),
  /** Whether it was opened because of cover, and not by units alone. */
  underCover: z.boolean(),
});

/** A ticket that cover has opened is a use of it: the pack that gave it stays where it is (M4). */
export const ticketOpened: EventHandler = async (transaction, { payload }) => {
  const { ticketId, licenseId, openedOn, underCover } = told.parse(payload);
  if (licenseId !== null && underCover)
    await noteCoverUse(transaction, { licenseId, kind: 'TICKET', objectId: ticketId, usedOn: openedOn });
};
