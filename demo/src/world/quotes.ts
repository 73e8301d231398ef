import { feeOf, lineAmounts, totalsOf, type LineAmounts } from '@mainstay/billing/quote/quote-amounts.rules';
import { quoteExpiryDue } from '@mainstay/billing/quote/quote-expiry';
import { expiryInstant, validThrough } from '@mainstay/billing/quote/valid-through.rules';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { money, sum } from '@mainstay/kernel/values/money';
import type { MadeAccount } from './accounts.js';
import { ownedBy, type TenantMaker } from './maker.js';
import { offersOf, type Offer } from './offers.js';
import { unitPrice } from './prices.js';
import type { Row } from './world.js';

/** How long an offer holds that nothing else ends or keeps open (B2). */
const holds = 'P30D';

/** Renewal quotes of the last years, and what is to be done about those that are open. */
export function makeQuotes(maker: TenantMaker, accounts: readonly MadeAccount[]): void {
  offersOf(maker, accounts).forEach((offer, index) => {
    makeQuote(maker, offer, index + 1);
  });
}

function makeQuote(maker: TenantMaker, offer: Offer, number: number): void {
  const { currency } = maker.tenant;
  const { buyer, customer, issuedOn } = offer;
  const through = validThrough(issuedOn, holds, [offer]);
  const id = maker.id('quo', issuedOn);
  const lines = linesOf(maker, offer);
  const totals = totalsOf(
    lines.map(({ amounts }) => amounts),
    currency,
  );
  const ended = endOf(maker, offer, through);
  maker.add('quote', {
    id,
    ...ownedBy(buyer),
    customer_id: customer.accountId,
    number: `Q-${String(number).padStart(6, '0')}`,
    issued_on: issuedOn,
    issued_at: maker.instant(issuedOn),
    valid_through: through,
    ...{ currency, net_minor: totals.net.amountMinor, tax_minor: totals.tax.amountMinor },
    total_minor: totals.total.amountMinor,
    ...ended,
  });
  lines.forEach(({ row, amounts }, index) => {
    maker.add('quote_line', {
      ...{ id: maker.id('quo', issuedOn), ...ownedBy(buyer), quote_id: id, position: index + 1, ...row },
      ...{ net_minor: amounts.net.amountMinor, tax_minor: amounts.tax.amountMinor },
      tax_rate_permille: maker.tenant.taxRatePermille,
    });
  });
  if (ended.state === 'OPEN') maker.addDue('billing', quoteExpiryDue(id, through, maker.tenant.zone));
}

/** One that nobody decided on ends after its last day. */
function endOf(maker: TenantMaker, { outcome }: Offer, through: CivilDate) {
  if (outcome !== null)
    return {
      ...{ state: outcome.state, decided_at: maker.instant(outcome.on) },
      void_reason: outcome.state === 'VOID' ? outcome.reason : null,
    };
  // What ended last night is for the first look at what is due.
  return through < maker.daysAgo(1)
    ? { state: 'EXPIRED', decided_at: expiryInstant(through, maker.tenant.zone), void_reason: null }
    : { state: 'OPEN', decided_at: null, void_reason: null };
}

interface Line {
  readonly row: Row;
  readonly amounts: LineAmounts;
}

/** Each item's term, then the fee for all of them where they are late. */
function linesOf(maker: TenantMaker, offer: Offer): Line[] {
  const { taxRatePermille, currency } = maker.tenant;
  const { buyer, customer, items, renews, expiresOn, feePercent } = offer;
  const line = (row: Row, quantity: number, unitMinor: number): Line => ({
    row: { ...row, quantity, unit_minor: unitMinor },
    amounts: lineAmounts({ quantity, unit: money(unitMinor, currency), taxRatePermille }),
  });
  const list = buyer.accountId === customer.accountId && customer.buysDirect ? 'LIST' : 'RESELLER';
  const periods = items.map(({ licenseId, name, priced }) => {
    const description = `Maintenance of ${name} from ${renews} to ${expiresOn}`;
    const days = { starts_on: renews, expires_on: expiresOn };
    const row = { license_id: licenseId, kind: 'PERIOD', description, ...days };
    return line(row, priced.quantity, unitPrice(maker.tenant, list, priced));
  });
  if (feePercent === null) return periods;
  const net = sum(
    periods.map(({ amounts }) => amounts.net),
    currency,
  );
  const description = `Reinstatement fee of ${String(feePercent)} %`;
  const fee = { license_id: null, kind: 'FEE', description, starts_on: null, expires_on: null };
  return [...periods, line(fee, 1, feeOf(net, feePercent).amountMinor)];
}
