import type { Refusal } from '@mainstay/kernel/values/refusal';
import { priceOf, type Metric, type Price, type PriceFound } from '../price/price.rules.js';
import { countOf, type OrderedLine } from './order-line.rules.js';
import { largestCount, type LineGiven } from './ordered-lines.rules.js';

export interface KnownProduct {
  readonly id: string;
  readonly name: string;
  /** What its plan covers today; empty where it sells no cover. */
  readonly coverOn: readonly string[];
}

export interface KnownLicense {
  readonly id: string;
  readonly accountId: string;
  readonly productId: string;
  readonly metric: Metric;
  readonly quantity: number;
  readonly status: string;
}

export interface LineFacts {
  readonly customerId: string;
  readonly products: ReadonlyMap<string, KnownProduct>;
  /** As far as whoever orders sees them. */
  readonly licenses: ReadonlyMap<string, KnownLicense>;
  /** Of the buyer's list of today. */
  readonly prices: readonly Price[];
  /** Lines that the order has already, by position. */
  readonly before: readonly LineGiven[];
}

export type LineCode =
  | 'PRODUCT_NOT_FOUND'
  | 'LINE_NOT_FOUND'
  | 'LICENSE_NOT_FOUND'
  | 'LICENSE_REVOKED'
  | 'PRODUCT_MISMATCH'
  | 'LICENSES_DIFFER'
  | 'LICENSES_NEEDED'
  | 'TOO_MANY_UNITS'
  | 'OFFER_NOT_FOUND';

/** A line that can be ordered, with what it costs today; what it is of is still told by position. */
export interface ResolvedLine {
  readonly line: Omit<OrderedLine, 'ofLineId'>;
  readonly ofPosition: number | null;
  readonly price: PriceFound;
}

export type Resolved =
  | { readonly ok: true; readonly lines: readonly ResolvedLine[] }
  | { readonly ok: false; readonly refusals: readonly Refusal<LineCode>[] };

/** What each line comes to, or all that stands in the way, line by line. */
export function resolveLines(given: readonly LineGiven[], facts: LineFacts): Resolved {
  const lines: ResolvedLine[] = [];
  const refusals: Refusal<LineCode>[] = [];
  const all = [...facts.before, ...given];
  given.forEach((line, index) => {
    const of = new LineOf(line, all.slice(0, facts.before.length + index), facts);
    const fault = of.fault();
    if (fault === null) lines.push(of.resolved());
    else refusals.push({ ...fault, field: ['lines', String(index), ...fault.field] });
  });
  return refusals.length === 0 ? { ok: true, lines } : { ok: false, refusals };
}

const notFound = {
  message: 'There is no such product; ask `products` for ids.',
};

class LineOf {
  constructor(
    private readonly line: LineGiven,
    private readonly earlier: readonly LineGiven[],
    private readonly facts: LineFacts,
  ) {}

  fault(): Refusal<LineCode> | null {
    const { kind, productId } = this.line;
    if (kind !== 'SUPPORT_PACKAGE' && !this.facts.products.has(productId ?? ''))
      return { code: 'PRODUCT_NOT_FOUND', field: ['productId'], ...notFound };
    return this.#ofLineFault() ?? this.#licensesFault() ?? this.#contractFault() ?? this.#priceFault();
  }

  resolved(): ResolvedLine {
    const { kind, productId = null, metric = null, years = null, ofPosition = null } = this.line;
    const price = this.#price();
    if (price === null) throw new Error('A line without a price was resolved.');
    const licenseIds = this.line.licenseIds ?? [];
    return {
      line: {
        ...{ kind, productId, metric, ...this.#size(), years, licenseIds },
        ...{ support: price.support, renewal: null },
      },
      ...{ ofPosition, price },
    };
  }

  /** Packs are for licenses that are bought before; training comes with a bundle, too. */
  #ofLineFault(): Refusal<LineCode> | null {
    const { kind, ofPosition, productId, metric } = this.line;
    if (ofPosition === null || ofPosition === undefined) return null;
    const of = this.earlier[ofPosition - 1];
    const field = ['ofPosition'];
    const sells = of?.kind === 'LICENSE' || (of?.kind === 'BUNDLE' && kind === 'TRAINING');
    if (of === undefined || !sells)
      return {
        ...{ code: 'LINE_NOT_FOUND', field },
        message: 'No line before it sells licenses at that position.',
      };
    const same = of.productId === productId && (kind === 'TRAINING' || of.metric === metric);
    return same
      ? null
      : {
          code: 'PRODUCT_MISMATCH',
          field,
          message: 'That line sells licenses of another product, or counts otherwise.',
        };
  }

  #licensesFault(): Refusal<LineCode> | null {
    const { kind, productId, metric } = this.line;
    const ids = this.line.licenseIds ?? [];
    const field = ['licenseIds'];
    const found = ids.flatMap((id) => this.facts.licenses.get(id) ?? []);
    if (found.length < ids.length || found.some(({ accountId }) => accountId !== this.facts.customerId))
      return {
        code: 'LICENSE_NOT_FOUND',
        field,
        message: 'Whoever it is bought for has no such license; ask `licenses` for ids.',
      };
    if (found.some(({ status }) => status === 'REVOKED'))
      return { code: 'LICENSE_REVOKED', field, message: 'A revoked license is used no more: leave it out.' };
    const counted = kind === 'TRAINING' ? null : metric;
    if (found.some((one) => one.productId !== productId || (counted !== null && one.metric !== counted)))
      return {
        code: 'PRODUCT_MISMATCH',
        field,
        message: 'A license is of another product, or counts otherwise.',
      };
    if (kind === 'MAINTENANCE' && new Set(found.map(({ quantity }) => quantity)).size > 1)
      return {
        code: 'LICENSES_DIFFER',
        field,
        message: 'Licenses of one line are of one size: put the others on lines of their own.',
      };
    return null;
  }

  /** A contract is made of licenses; there is no pack of it to be used later. */
  #contractFault(): Refusal<LineCode> | null {
    const { kind, productId, ofPosition, licenseIds } = this.line;
    if (kind !== 'MAINTENANCE') return null;
    const { coverOn = [] } = this.facts.products.get(productId ?? '') ?? {};
    const named = (ofPosition ?? null) !== null || (licenseIds ?? []).length > 0;
    if (!coverOn.includes('CONTRACT') || named) return null;
    return {
      ...{ code: 'LICENSES_NEEDED', field: [] },
      message:
        'Maintenance of this product is a contract of licenses: name their line by ofPosition, or them by licenseIds.',
    };
  }

  #priceFault(): Refusal<LineCode> | null {
    const count = countOf(this.#size());
    if (count > largestCount)
      return {
        code: 'TOO_MANY_UNITS',
        field: [],
        message: 'A line counts at most 100,000 units: split it.',
        facts: { count },
      };
    if (this.#price() !== null) return null;
    const { kind, metric = null, years = null, supportUnits = null } = this.line;
    return {
      ...{ code: 'OFFER_NOT_FOUND', field: [], facts: { kind, metric, years, supportUnits } },
      message: 'The price list of today does not sell this; ask `offers` for what it sells.',
    };
  }

  #size(): { quantity: number; unitsEach: number } {
    const { kind, ofPosition, quantity, unitsEach } = this.line;
    const ids = this.line.licenseIds ?? [];
    const asked = { quantity: quantity ?? 1, unitsEach: unitsEach ?? 1 };
    if (kind !== 'MAINTENANCE') return asked;
    const of = this.earlier[(ofPosition ?? 0) - 1];
    if (of !== undefined) return { quantity: of.quantity ?? 1, unitsEach: of.unitsEach ?? 1 };
    if (ids.length === 0) return asked;
    return { quantity: ids.length, unitsEach: this.facts.licenses.get(ids[0] ?? '')?.quantity ?? 1 };
  }

  #price(): PriceFound | null {
    const { kind, productId = null, metric = null, years = null, supportUnits = null } = this.line;
    const quantity = countOf(this.#size());
    return priceOf(this.facts.prices, { kind, productId, metric, years, supportUnits, quantity });
  }
}
