import { heldBy, heldMirrors, ownedByAccount } from '@mainstay/kernel/export/held';

/** What billing holds of a vendor and of its accounts; a document is its buyer's. */
export const held = heldBy({
  tables: {
    ...heldMirrors,
    invoice: ownedByAccount,
    invoice_line: ownedByAccount,
    payment: ownedByAccount,
    quote: ownedByAccount,
    quote_line: ownedByAccount,
  },
  leftOut: {},
});
