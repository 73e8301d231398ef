import { heldBy, heldMirrors, ofNoAccount, ownedByAccount } from '@mainstay/kernel/export/held';

/** What billing holds of a vendor and of its accounts; a document is its buyer's. */
export const held = heldBy({
  tables: {
    ...heldMirrors,
    invoice: ownedByAccount,
    invoice_line: ownedByAccount,
    payment: ownedByAccount,
    quote: ownedByAccount,
    quote_line: ownedByAccount,
    sales_order: ownedByAccount,
    order_line: ownedByAccount,
    price_list: ofNoAccount('At which prices the tenant sells.'),
    price: ofNoAccount('What stands in the price lists of the tenant.'),
    document_counter: ofNoAccount('How many documents of each kind the tenant has numbered.'),
  },
  leftOut: {},
});
