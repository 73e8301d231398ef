import { heldBy, heldMirrors, ownedByAccount } from '@mainstay/kernel/export/held';

/** What support holds of a vendor and of its accounts; notes among staff are messages, too. */
export const held = heldBy({
  tables: {
    ...heldMirrors,
    known_contract: ownedByAccount,
    ticket: ownedByAccount,
    ticket_message: ownedByAccount,
    support_grant: ownedByAccount,
    ledger_entry: ownedByAccount,
  },
  leftOut: {},
});
