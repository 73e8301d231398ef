import { database, rules } from './tests.mjs';

const billing = 'services/billing/src';
const priced = (name) => rules(`${billing}/price/price.rules.test.ts`, name);
const listed = (name) => database(`${billing}/price/price-lists.db.test.ts`, name);
const decided = (name) => rules(`${billing}/payment/payment.rules.test.ts`, name);
const paid = (name) => database(`${billing}/payment/payments.db.test.ts`, name);
const ordered = (name) => rules(`${billing}/order/order.rules.test.ts`, name);

/** What things cost, for whom, and that money is taken once and for no more than is owed. */
export const orders = [
  {
    name: 'prices: a bundle costs less than its parts',
    file: `${billing}/price/bundle.rules.ts`,
    find: 'cost.unitMinor >= parts',
    replace: 'cost.unitMinor > parts',
    test: priced('a bundle does not cost as much'),
  },
  {
    name: 'prices: a bundle is compared at every tier',
    file: `${billing}/price/bundle.rules.ts`,
    find: 'for (const quantity of new Set(steps)) {',
    replace: 'for (const quantity of [bundle.fromQuantity]) {',
    test: priced('is cheaper at every tier, also of its parts'),
  },
  {
    name: 'prices: a list is in force on its day and not before',
    file: `${billing}/price/price.reads.ts`,
    find: 'k.effective_on <= ${day}::date',
    replace: '${day}::date is not null',
    test: listed('takes effect on its day and not before'),
  },
  {
    name: 'prices: a reseller sees its own list alone',
    file: `${billing}/migrations/2026_11_28_prices.ts`,
    find: `app_reseller: { columns: '*', and: "list_kind = 'RESELLER'" },`,
    replace: "app_reseller: '*',",
    test: listed('are those of the list that somebody buys from'),
  },
  {
    name: 'orders: a reseller buys for its own customers alone',
    file: `${billing}/order/order-create.rules.ts`,
    find: "buyer.kind === 'RESELLER' && customer.resellerId === buyer.id",
    replace: "buyer.kind === 'RESELLER'",
    test: ordered('does so for itself, and a reseller for its customers'),
  },
  {
    name: 'orders: what they became is told to nobody who was left',
    file: `${billing}/order/order-line.resolver.ts`,
    find: '(await known.account(customerId)) === null ? [] : objectIds',
    replace: '(await known.account(customerId)) === undefined ? [] : objectIds',
    test: paid('names a customer and its licenses no more'),
  },
  {
    name: 'payments: two at once find what is outstanding one after the other',
    file: `${billing}/payment/payment-record.ts`,
    find: ' for no key update of i',
    replace: '',
    test: paid('twice at once is taken once'),
  },
  {
    name: 'payments: no more than is owed',
    file: `${billing}/payment/payment-record.rules.ts`,
    find: 'minorOf(amount, currency) <= outstanding',
    replace: 'minorOf(amount, currency) <= invoice.totalMinor',
    test: decided('of more than the rest'),
  },
  {
    name: 'payments: never of a day to come',
    file: `${billing}/payment/payment-record.rules.ts`,
    find: 'if (paidOn > today)',
    replace: "if (today === '')",
    test: decided('of a day to come'),
  },
  {
    name: 'payments: none for cover that had ended',
    file: `${billing}/payment/payment-record.rules.ts`,
    find: 'paidOn < coverEndsOn',
    replace: 'paidOn <= coverEndsOn',
    test: decided('when the cover had ended'),
  },
];
