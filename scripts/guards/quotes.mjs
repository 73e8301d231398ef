import { committed, database, rules } from './tests.mjs';

const quote = 'services/billing/src/quote';
const ruled = (name) => rules(`${quote}/quote.rules.test.ts`, name);
const ended = (name) => database(`${quote}/quote-ends.db.test.ts`, name);
const read = (name) => database(`${quote}/quote-reads.db.test.ts`, name);
const left = (name) => database('services/billing/src/facts/reseller-changed.db.test.ts', name);

const offered = (name) => rules(`${quote}/renewal-offer.rules.test.ts`, name);
const issued = (name) => database(`${quote}/quote-issue.db.test.ts`, name);
const accepted = (name) => database(`${quote}/quote-accept.db.test.ts`, name);

/** How long an offer holds, for whom, and that it ends once. */
export const quotes = [
  {
    name: 'quotes: none holds past the cover it sells',
    file: `${quote}/valid-through.rules.ts`,
    find: 'reduce(earlierOf, through)',
    replace: 'reduce((first) => first, through)',
    test: ruled('the last day it sells'),
  },
  {
    name: 'quotes: none ends before the cover it renews',
    file: `${quote}/valid-through.rules.ts`,
    find: 'running.reduce(laterOf, addTerm(issuedOn, holds))',
    replace: 'running.reduce((first) => first, addTerm(issuedOn, holds))',
    test: ruled('the end of the cover it renews'),
  },
  {
    name: 'quotes: a late job keeps none open',
    file: `${quote}/quote-state.rules.ts`,
    find: "state === 'OPEN' && today > validThrough ? 'EXPIRED' : state",
    replace: 'state',
    test: read('reads as expired from that instant on'),
  },
  {
    name: 'quotes: a late job counts none as open',
    file: `${quote}/quote.reads.ts`,
    find: "`q.state = 'OPEN' and q.valid_through >= ${today}::date`",
    replace: "`q.state = 'OPEN' and ${today}::date is not null`",
    test: read('is listed and counted as it reads'),
  },
  {
    name: 'quotes: of a license it is one that holds',
    file: `${quote}/quote.reads.ts`,
    find: "q.state = 'OPEN' and q.valid_through >= $2::date",
    replace: "q.state = 'OPEN' and $2::date is not null",
    test: read('is the newest open one that holds today'),
  },
  {
    name: 'quotes: ended once, by the lock',
    file: `${quote}/lock-quote.ts`,
    find: ' for no key update',
    replace: '',
    test: ended('withdrawn at the instant of its end'),
  },
  {
    name: 'quotes: what is decided stays decided',
    file: `${quote}/quote-expiry.ts`,
    find: "if (quote?.state !== 'OPEN') return 'NOTHING';",
    replace: "if (quote === null) return 'NOTHING';",
    test: ended('is nothing to a quote that is void'),
  },
  {
    name: 'quotes: expired at the end of the day, not when that is noted',
    file: `${quote}/quote-expiry.ts`,
    find: 'const at = expiryInstant(quote.validThrough, zone);',
    replace: 'const at = new Date().toISOString();',
    test: ended('counts as the end however late'),
  },
  {
    name: 'quotes: a former reseller has none that is open',
    file: 'services/billing/src/facts/reseller-changed.ts',
    find: "reseller_id = $1::text and customer_id = $2::text and state = 'OPEN'",
    replace: "reseller_id = $1::text and customer_id = $2::text and state = 'VOID'",
    test: left('open quotes for that customer are void'),
  },
  {
    name: 'quotes: a former reseller keeps those for others',
    file: 'services/billing/src/facts/reseller-changed.ts',
    find: 'reseller_id = $1::text and customer_id = $2::text',
    replace: 'reseller_id = $1::text and $2::text is not null',
    test: left('open quotes for that customer are void'),
  },
  {
    name: 'quotes: a former reseller is told of its customer no more',
    file: `${quote}/quote.resolver.ts`,
    find: 'return known.account(customerId);',
    replace: 'void known;\n    return { id: customerId };',
    test: read('names a customer no more'),
  },
  {
    name: 'quotes: a former reseller is told of its licenses no more',
    file: `${quote}/quote.resolver.ts`,
    find: 'licenseId === null ? null : known.license(licenseId);',
    replace: 'known === null || licenseId === null ? null : { id: licenseId };',
    test: read('names a customer no more'),
  },
  {
    name: "quotes: are the buyer's, not its reseller's",
    file: 'services/billing/src/migrations/2026_11_27_quotes.ts',
    find: ' check (reseller_id is null or reseller_id = account_id)',
    replace: '',
    test: committed('billing'),
  },
  {
    name: 'quotes: years taken beyond the least bear no fee',
    file: `${quote}/renewal-offer.rules.ts`,
    find: 'const least = money(leastPrice.quantity * leastPrice.unitMinor, currency);',
    replace: 'const least = money(price.quantity * price.unitMinor, currency);',
    test: offered('three years and a tenth of the least'),
  },
  {
    name: 'quotes: a line that leaves the contract is not renewed',
    file: `${quote}/renewal-subject.rules.ts`,
    find: 'untilOn === null || last === null || untilOn > last.expiresOn',
    replace: 'untilOn !== undefined || last === null',
    test: rules(`${quote}/renewal-subject.rules.test.ts`, 'what is no line any more'),
  },
  {
    name: 'quotes: made out to the owner or its reseller of record',
    file: `${quote}/quote-issue.ts`,
    find: '(buyerId !== customerId && buyerId !== resellerId)',
    replace: '(customerId === resellerId + buyerId)',
    test: issued('is made out to whoever asks'),
  },
  {
    name: 'quotes: accepted while the cover that it renews ends as it did',
    file: `${quote}/quote-accept.rules.ts`,
    find: 'subject.last?.expiresOn !== baseExpiresOn',
    replace: 'baseExpiresOn === undefined',
    test: accepted('once cover ends on another day'),
  },
  {
    name: 'quotes: one renewal of a subject at a time',
    file: `${quote}/renewal-hold.ts`,
    find: 'return subjectIds.filter((id) => !own.has(id));',
    replace: 'return subjectIds.filter((id) => own.has(id) && !own.has(id));',
    test: accepted('another took it after it was looked for'),
  },
  {
    name: 'quotes: a former reseller accepts none',
    file: `${quote}/quote-accept.rules.ts`,
    find: 'facts.resellerOfRecord !== quote.resellerId',
    replace: 'facts.resellerOfRecord === undefined',
    test: accepted('nothing a former reseller may do'),
  },
  {
    name: 'quotes: an order that nobody pays is cancelled on its day',
    file: 'services/billing/src/order/order-unpaid.ts',
    find: 'dueAt: expiryInstant(addDays(dueOn, unpaidDays), zone)',
    replace: 'dueAt: expiryInstant(addDays(dueOn, unpaidDays + 1), zone)',
    test: database('services/billing/src/order/order-unpaid.db.test.ts', 'after the fourteenth day'),
  },
  {
    name: 'quotes: what a cancelled order renewed may be renewed again',
    file: 'services/billing/src/order/order-unpaid.ts',
    find: 'await releaseRenewals(transaction, orderId);',
    replace: 'void releaseRenewals;',
    test: database('services/billing/src/order/order-unpaid.db.test.ts', 'after the fourteenth day'),
  },
];
