import { heldBy, heldMirrors, ofNoAccount, ownedByAccount } from '@mainstay/kernel/export/held';

/** What support holds of a vendor and of its accounts; notes among staff are messages, too. */
export const held = heldBy({
  tables: {
    ...heldMirrors,
    known_contract: ownedByAccount,
    ticket: ownedByAccount,
    ticket_message: ownedByAccount,
    assessment: ownedByAccount,
    support_grant: ownedByAccount,
    ledger_entry: ownedByAccount,
    fulfilled_line: ofNoAccount('Which lines of orders have become lots.'),
    ticket_counter: ofNoAccount('How many tickets the tenant has numbered.'),
    support_calendar: ofNoAccount('When the support of the tenant is open.'),
  },
  leftOut: {},
});
