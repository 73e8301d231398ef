import { addDays, earlierOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { pricedLine, type PricedLine, type Renewal } from '../order/order-line.rules.js';
import { stateOn, type StoredQuote } from './quote-state.rules.js';
import type { OwnedSubject } from './renewal-subject.rules.js';

export type QuoteAcceptCode =
  | 'PURCHASE_ORDER_NUMBER_INVALID'
  | 'QUOTE_NOT_FOUND'
  | 'QUOTE_NOT_OPEN'
  | 'RESELLER_CHANGED'
  | 'RENEWAL_PENDING'
  | 'QUOTE_OUTDATED';

/** A line of a quote as it was issued. Quotes from before say of no subject what they renew. */
export interface QuotedLine {
  readonly kind: 'PERIOD' | 'FEE';
  readonly description: string;
  readonly subjectKind: Renewal['subjectKind'] | null;
  readonly subjectId: string | null;
  readonly startsOn: CivilDate | null;
  readonly expiresOn: CivilDate | null;
  readonly terms: number | null;
  readonly baseExpiresOn: CivilDate | null;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly taxRatePermille: number;
}

export interface QuoteAcceptFacts {
  readonly quote:
    | (StoredQuote & {
        readonly accountId: string;
        readonly resellerId: string | null;
        readonly customerId: string;
      })
    | null;
  readonly lines: readonly QuotedLine[];
  /** Each as licensing told it last; null where the buyer sees it no more. */
  readonly subjects: ReadonlyMap<string, OwnedSubject | null>;
  /** Whose customer it is today; null where it is nobody's, or none of the viewer's. */
  readonly resellerOfRecord: string | null;
  /** What another quote holds already that was accepted before. */
  readonly heldByOthers: readonly string[];
}

const longestNumber = 50;

export function quoteAcceptFaults({
  purchaseOrderNumber,
}: {
  readonly purchaseOrderNumber?: string | null | undefined;
}): Refusal<QuoteAcceptCode>[] {
  const { length } = purchaseOrderNumber?.trim() ?? 'card';
  if (length >= 1 && length <= longestNumber) return [];
  return [
    {
      ...{ code: 'PURCHASE_ORDER_NUMBER_INVALID', field: ['purchaseOrderNumber'] },
      message: 'The number of a purchase order has 1 to 50 characters; leave it out to pay by card.',
    },
  ];
}

/** Whether a quote becomes an order on a day (B2, M5). */
export function decideQuoteAccept(facts: QuoteAcceptFacts, today: CivilDate): Refusal<QuoteAcceptCode>[] {
  const { quote, lines, subjects } = facts;
  const about = { field: ['quoteId'] };
  if (quote === null)
    return [
      {
        ...{ ...about, code: 'QUOTE_NOT_FOUND' },
        message: 'There is no such quote, or it is not made out to you; ask `quotes` for ids.',
      },
    ];
  const state = stateOn(today, quote);
  if (state !== 'OPEN')
    return [
      {
        ...{ ...about, code: 'QUOTE_NOT_OPEN', facts: { state, validThrough: quote.validThrough } },
        message:
          state === 'ACCEPTED'
            ? 'It was accepted already: look for its order.'
            : 'It holds no longer: ask for a new one with `quoteIssue`.',
      },
    ];
  if (
    quote.resellerId !== null &&
    quote.customerId !== quote.accountId &&
    facts.resellerOfRecord !== quote.resellerId
  )
    return [
      {
        ...{ ...about, code: 'RESELLER_CHANGED' },
        message: 'The buyer is not the reseller of record of that customer any more: it cannot buy for it.',
      },
    ];
  const pending = lines.flatMap(({ kind, subjectId }) =>
    kind === 'PERIOD' && subjectId !== null && isHeld(subjectId, facts) ? [subjectId] : [],
  );
  const [held] = pending;
  if (held !== undefined)
    return [
      {
        ...{ ...about, code: 'RENEWAL_PENDING' },
        message:
          'An order renews one of them already: pay that one; left unpaid, it is cancelled by itself after it is due.',
        facts: { subjectId: held, orderNumber: subjects.get(held)?.pending?.number ?? null },
      },
    ];
  const moved = lines.find((line) => line.kind === 'PERIOD' && hasMoved(line, facts));
  if (moved === undefined) return [];
  const now = subjects.get(moved.subjectId ?? '')?.last?.expiresOn ?? null;
  return [
    {
      ...{ ...about, code: 'QUOTE_OUTDATED' },
      message: 'Cover has changed since it was issued: ask for a new one with `quoteIssue`.',
      facts: { subjectId: moved.subjectId, quotedExpiresOn: moved.baseExpiresOn, expiresOn: now },
    },
  ];
}

function isHeld(subjectId: string, { heldByOthers, subjects }: QuoteAcceptFacts): boolean {
  return heldByOthers.includes(subjectId) || (subjects.get(subjectId)?.pending ?? null) !== null;
}

/** Also where it belongs to somebody else by now, may be used no more, or was never said to be what it renews. */
function hasMoved({ subjectId, baseExpiresOn }: QuotedLine, { quote, subjects }: QuoteAcceptFacts): boolean {
  const subject = subjects.get(subjectId ?? '') ?? null;
  return (
    subject === null ||
    subject.accountId !== quote?.customerId ||
    !subject.active ||
    subject.last?.expiresOn !== baseExpiresOn
  );
}

/** The order's lines, at the price and with the fee that were quoted: they are frozen from here on. */
export function acceptedLines(
  lines: readonly QuotedLine[],
  subjects: QuoteAcceptFacts['subjects'],
  currency: string,
): PricedLine[] {
  return lines.map((line) => {
    const { kind, subjectId, quantity, description, unitMinor, taxRatePermille } = line;
    const parts = subjects.get(subjectId ?? '')?.parts ?? [];
    const first = kind === 'PERIOD' ? parts[0] : undefined;
    return pricedLine(
      {
        kind: kind === 'PERIOD' ? 'RENEWAL' : 'FEE',
        // Under whose plan it is renewed; a contract counts by none of its lines' metrics alone.
        productId: first?.productId ?? null,
        metric: line.subjectKind === 'LICENSE' ? (first?.metric ?? null) : null,
        // One license of so many units; a contract is one thing.
        ...{ quantity: 1, unitsEach: quantity, years: null, ofLineId: null, licenseIds: [], support: null },
        renewal: renewalOf(line),
      },
      { description, unitMinor, taxRatePermille, currency },
    );
  });
}

function renewalOf(line: QuotedLine): Renewal | null {
  const { subjectKind, subjectId, startsOn, expiresOn, terms, baseExpiresOn } = line;
  if (subjectKind === null || subjectId === null) return null;
  if (startsOn === null || expiresOn === null || terms === null) return null;
  return { subjectKind, subjectId, startsOn, expiresOn, terms, baseExpiresOn };
}

/** The last day of the cover that is sold and ends first: an invoice is due by then (B2). */
export function lastDaySold(lines: readonly Pick<QuotedLine, 'expiresOn'>[]): CivilDate | null {
  return lines
    .flatMap(({ expiresOn }) => (expiresOn === null ? [] : [addDays(expiresOn, -1)]))
    .reduce<CivilDate | null>((first, day) => (first === null ? day : earlierOf(first, day)), null);
}
