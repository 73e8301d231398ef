import { heldBy, heldMirrors, ofNoAccount, ownedByAccount } from '@mainstay/kernel/export/held';

/** What billing holds of a vendor and of its accounts; a document is its buyer's. */
export const held = heldBy({
  tables: {
    ...heldMirrors,
    known_contract: ownedByAccount,
    invoice: ownedByAccount,
    invoice_line: ownedByAccount,
    payment: ownedByAccount,
    quote: ownedByAccount,
    quote_line: ownedByAccount,
    renewal_hold: ownedByAccount,
    sales_order: ownedByAccount,
    order_line: ownedByAccount,
    order_line_object: ownedByAccount,
    price_list: ofNoAccount('At which prices the tenant sells.'),
    price: ofNoAccount('What stands in the price lists of the tenant.'),
    document_counter: ofNoAccount('How many documents of each kind the tenant has numbered.'),
  },
  leftOut: {},
});
