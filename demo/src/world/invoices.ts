import { addDays, earlierOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { money, multiplyRatio } from '@mainstay/kernel/values/money';
import type { Price } from '../tenants.js';
import type { MadeLicense } from './licenses.js';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';

const licensesEach = 3;
const dueDays = 30;

interface Sale {
  readonly buyer: Owner;
  readonly issuedOn: CivilDate;
  readonly licenses: readonly MadeLicense[];
}

/** Licenses were bought three at a time, by their owner direct or by its reseller, and then once maintained. */
export function makeInvoices(maker: TenantMaker, licenses: readonly MadeLicense[]): void {
  const sales = new Map<string, Sale>();
  const direct = new Map<string, boolean>();
  licenses.forEach((license, index) => {
    const { accountId, resellerId } = license.owner;
    if (!direct.has(accountId))
      direct.set(accountId, resellerId === null || (resellerId !== accountId && direct.size % 2 === 1));
    const bought = direct.get(accountId) === true ? accountId : (resellerId ?? accountId);
    const key = `${accountId}/${bought}/${String(Math.floor(index / licensesEach))}`;
    const known = sales.get(key);
    const buyer = { accountId: bought, resellerId: bought === resellerId ? bought : null };
    sales.set(key, {
      buyer,
      issuedOn: known === undefined ? license.purchasedOn : earlierOf(known.issuedOn, license.purchasedOn),
      licenses: [...(known?.licenses ?? []), license],
    });
  });
  const inOrder = [...sales.values()].sort((first, second) => (first.issuedOn < second.issuedOn ? -1 : 1));
  inOrder.forEach((sale, index) => {
    makeInvoice(maker, sale, index + 1);
  });
}

function priceOf(maker: TenantMaker, { buyer }: Sale, item: Price['item'], quantity: number): number | null {
  const list = maker.tenant.prices[buyer.resellerId === null ? 'LIST' : 'RESELLER'];
  const fitting = list
    .filter((price) => price.item === item && (price.years ?? 1) === 1 && price.fromQuantity <= quantity)
    .sort((first, second) => second.fromQuantity - first.fromQuantity);
  return fitting[0]?.unitMinor ?? null;
}

function linesOf(maker: TenantMaker, sale: Sale) {
  const { taxRatePermille, currency } = maker.tenant;
  return sale.licenses
    .flatMap((license) => [
      { license, item: 'LICENSE' as const, description: 'License' },
      { license, item: 'MAINTENANCE' as const, description: 'Maintenance, one year' },
    ])
    .flatMap(({ license, item, description }) => {
      const unit = priceOf(maker, sale, item, license.quantity);
      if (unit === null) return [];
      const net = unit * license.quantity;
      // Rounded once a line, half away from zero, on the printed net (B6).
      const tax = multiplyRatio(money(net, currency), taxRatePermille, 1_000).amountMinor;
      return [{ license, description, unit, net, tax }];
    });
}

function makeInvoice(maker: TenantMaker, sale: Sale, number: number): void {
  const { taxRatePermille, currency } = maker.tenant;
  const { buyer, issuedOn } = sale;
  const id = maker.id('inv', issuedOn);
  const lines = linesOf(maker, sale);
  const net = lines.reduce((sum, line) => sum + line.net, 0);
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  const state =
    number % 23 === 0 ? 'CREDITED' : issuedOn > maker.daysAgo(dueDays) || number % 11 === 0 ? 'OPEN' : 'PAID';
  const paid =
    state === 'PAID' ? net + tax : state === 'OPEN' && number % 2 === 1 ? Math.floor((net + tax) / 2) : 0;
  maker.add('invoice', {
    ...{ id, ...ownedBy(buyer), number: String(number).padStart(6, '0'), state },
    ...{ issued_on: issuedOn, due_on: addDays(issuedOn, dueDays), currency },
    ...{
      net_minor: net,
      tax_minor: tax,
      total_minor: net + tax,
      paid_minor: paid,
      created_at: maker.instant(issuedOn),
    },
  });
  lines.forEach((line, index) => {
    maker.add('invoice_line', {
      ...{ id: maker.id('inv', issuedOn), ...ownedBy(buyer), invoice_id: id, license_id: line.license.id },
      ...{
        position: index + 1,
        description: line.description,
        quantity: line.license.quantity,
        unit_minor: line.unit,
      },
      ...{ net_minor: line.net, tax_rate_permille: taxRatePermille, tax_minor: line.tax },
    });
  });
  if (paid > 0) {
    const paidOn = earlierOf(addDays(issuedOn, 14), maker.daysAgo(1));
    maker.add('payment', {
      ...{ id: maker.id('pay', paidOn), ...ownedBy(buyer), invoice_id: id, amount_minor: paid, currency },
      ...{
        paid_on: paidOn,
        method: maker.random.pick(['CARD', 'TRANSFER', 'PURCHASE_ORDER']),
        received_at: maker.instant(paidOn),
      },
    });
  }
}
