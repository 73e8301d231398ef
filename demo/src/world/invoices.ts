import { addDays, earlierOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { money, multiplyRatio } from '@mainstay/kernel/values/money';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';
import type { Sale } from './sales.js';

const dueDays = 30;

interface Purchase {
  readonly buyer: Owner;
  readonly issuedOn: CivilDate;
  readonly sales: Sale[];
}

/**
 * What was bought for an account on one day makes one invoice; numbers follow the days without a gap (B6). Answers by
 * which invoice each sale was billed.
 */
export function makeInvoices(maker: TenantMaker, sales: readonly Sale[]): ReadonlyMap<Sale, string> {
  const billed = new Map<Sale, string>();
  const purchases = new Map<string, Purchase>();
  for (const sale of sales) {
    const key = `${sale.soldOn}/${sale.owner.accountId}`;
    const known = purchases.get(key);
    if (known === undefined)
      purchases.set(key, { buyer: buyerOf(sale.owner), issuedOn: sale.soldOn, sales: [sale] });
    else known.sales.push(sale);
  }
  [...purchases.values()]
    .sort(
      (first, second) => Number(first.issuedOn > second.issuedOn) - Number(first.issuedOn < second.issuedOn),
    )
    .forEach((purchase, index) => {
      const id = makeInvoice(maker, purchase, index + 1);
      for (const sale of purchase.sales) billed.set(sale, id);
    });
  return billed;
}

/** A reseller does not see what its customers buy direct, so such a document names no reseller. */
export function buyerOf({ accountId, resellerId, buysDirect }: Sale['owner']): Owner {
  if (buysDirect || resellerId === null) return { accountId, resellerId: null };
  return { accountId: resellerId, resellerId };
}

function makeInvoice(maker: TenantMaker, { buyer, issuedOn, sales }: Purchase, number: number): string {
  const { taxRatePermille, currency } = maker.tenant;
  const id = maker.id('inv', issuedOn);
  const lines = sales.map((sale) => {
    const net = sale.unitMinor * sale.quantity;
    // Rounded once a line, half away from zero, on the printed net (B6).
    return { sale, net, tax: multiplyRatio(money(net, currency), taxRatePermille, 1_000).amountMinor };
  });
  const net = lines.reduce((sum, line) => sum + line.net, 0);
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  const outcome = outcomeOf(maker, issuedOn, number, net + tax);
  maker.add('invoice', {
    id,
    ...ownedBy(buyer),
    number: String(number).padStart(6, '0'),
    state: outcome.state,
    issued_on: issuedOn,
    due_on: addDays(issuedOn, dueDays),
    currency,
    net_minor: net,
    tax_minor: tax,
    total_minor: net + tax,
    paid_minor: outcome.paid,
    created_at: maker.instant(issuedOn),
    ...namesOf(maker, buyer),
  });
  lines.forEach((line, index) => {
    maker.add('invoice_line', {
      id: maker.id('inv', issuedOn),
      ...ownedBy(buyer),
      invoice_id: id,
      license_id: line.sale.licenseId,
      position: index + 1,
      description: line.sale.description,
      quantity: line.sale.quantity,
      unit_minor: line.sale.unitMinor,
      net_minor: line.net,
      tax_rate_permille: taxRatePermille,
      tax_minor: line.tax,
    });
  });
  if (outcome.paid > 0) addPayments(maker, { id, buyer, issuedOn, number, paid: outcome.paid });
  return id;
}

/** Who sold and who bought, as both are called. */
function namesOf(maker: TenantMaker, { accountId }: Owner) {
  const buyer = maker.rows('account').find((row) => row['id'] === accountId);
  return {
    ...{ seller_name: maker.tenant.name, buyer_name: buyer?.['name'] ?? null },
    buyer_country: buyer?.['country'] ?? null,
  };
}

interface Outcome {
  readonly state: 'OPEN' | 'PAID' | 'CREDITED';
  readonly paid: number;
}

/** Young invoices are open; of the old ones a few are overdue, some of those paid in part, and a few were credited. */
function outcomeOf(maker: TenantMaker, issuedOn: CivilDate, number: number, total: number): Outcome {
  if (number % 23 === 0) return { state: 'CREDITED', paid: 0 };
  if (issuedOn <= maker.daysAgo(dueDays) && number % 31 !== 0) return { state: 'PAID', paid: total };
  return { state: 'OPEN', paid: number % 2 === 0 ? 0 : Math.floor(total / 2) };
}

interface Paid {
  readonly id: string;
  readonly buyer: Owner;
  readonly issuedOn: CivilDate;
  readonly number: number;
  readonly paid: number;
}

/** Most pay at once, some in two parts. */
function addPayments(maker: TenantMaker, { id, buyer, issuedOn, number, paid }: Paid): void {
  const half = number % 9 === 0 ? Math.floor(paid / 2) : 0;
  const parts = half > 0 ? [half, paid - half] : [paid];
  parts.forEach((amount, index) => {
    const paidOn = earlierOf(addDays(issuedOn, 7 * (index + 1)), maker.daysAgo(2));
    maker.add('payment', {
      id: maker.id('pay', paidOn),
      ...ownedBy(buyer),
      invoice_id: id,
      amount_minor: amount,
      currency: maker.tenant.currency,
      paid_on: paidOn,
      method: maker.random.pick(['CARD', 'TRANSFER', 'PURCHASE_ORDER']),
      received_at: maker.instant(paidOn),
    });
  });
}
