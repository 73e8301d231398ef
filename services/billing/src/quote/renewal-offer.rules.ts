import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import { decide, type Decision, type Remedy, type RuleOutcome } from '@mainstay/kernel/values/decision';
import { money } from '@mainstay/kernel/values/money';
import type { CoverSubjectKind } from '@mainstay/kernel/values/policy';
import { priceOf, type Metric, type Price } from '../price/price.rules.js';
import { feeOf, lineAmounts, totalsOf, type QuoteTotals } from './quote-amounts.rules.js';
import {
  renewedCover,
  termsOf,
  yearsOf,
  type LastCover,
  type RenewalPolicy,
  type RenewedCover,
} from '@mainstay/kernel/values/renewal';
import { validThrough } from './valid-through.rules.js';

/** Each way in which a renewal is not offered, in order of precedence. */
export const renewalCodes = [
  'LICENSE_NOT_ACTIVE',
  'COVER_NOT_SOLD',
  'NEVER_COVERED',
  'RENEWAL_PENDING',
  'YEARS_NOT_WHOLE_TERMS',
  'YEARS_TOO_FEW',
  'NO_PRICE',
] as const;
export type RenewalCode = (typeof renewalCodes)[number];

/** How long an offer holds that nothing else ends or keeps open (B2). */
export const quoteHolds = 'P30D';

/** What counts together at one price: a license, or a line of a contract. */
export interface RenewedPart {
  readonly productId: string;
  readonly metric: Metric;
  readonly quantity: number;
}

/** What somebody wants to be covered for longer, as billing knows it. */
export interface RenewalSubject {
  readonly kind: CoverSubjectKind;
  readonly id: string;
  /** As printed, such as `Front Desk, license` or `contract C-12`. */
  readonly name: string;
  readonly active: boolean;
  /** The version of the plan in force on the day, which the renewal is sold under; null where it sells no such cover. */
  readonly policy: RenewalPolicy | null;
  readonly policyVersion: number;
  /** Null where there never was any. */
  readonly last: LastCover | null;
  readonly parts: readonly RenewedPart[];
  /** The order that renews it already and is open still; its number is null where it is none of the viewer's. */
  readonly pending: { readonly number: string | null } | null;
}

export interface RenewalList {
  readonly currency: string;
  readonly taxRatePermille: number;
  readonly prices: readonly Price[];
}

/** One line of an offer, priced; a fee is a line like any other, of the subject that is late. */
export interface OfferLine {
  readonly kind: 'PERIOD' | 'FEE';
  readonly description: string;
  readonly subjectKind: CoverSubjectKind;
  readonly subjectId: string;
  /** Null for a fee. */
  readonly startsOn: CivilDate | null;
  readonly expiresOn: CivilDate | null;
  readonly terms: number | null;
  readonly baseExpiresOn: CivilDate | null;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly taxRatePermille: number;
}

/** A renewal of one subject as it would be sold on a day. */
export interface RenewalOffer {
  readonly cover: RenewedCover;
  readonly years: number;
  readonly leastYears: number;
  readonly lines: readonly OfferLine[];
}

export interface RenewalAnswer {
  readonly decision: Decision<RenewalCode>;
  /** Null where it is refused. */
  readonly offer: RenewalOffer | null;
}

export interface RenewalAsked {
  readonly day: CivilDate;
  /** The least that whole terms allow, where null. */
  readonly years: number | null;
}

/** What the renewal of one subject costs on a day, and each rule that was looked at (M5, M13). */
export function renewalOffer(
  subject: RenewalSubject,
  list: RenewalList | null,
  { day, years: asked }: RenewalAsked,
): RenewalAnswer {
  const { policy, last } = subject;
  const outcomes: RuleOutcome<RenewalCode>[] = [];
  const look = (
    code: RenewalCode,
    rule: string,
    passed: boolean,
    facts: RuleOutcome<RenewalCode>['facts'],
  ) => {
    outcomes.push({ code, rule, verdict: passed ? 'PASSED' : 'FAILED', facts });
  };
  look('LICENSE_NOT_ACTIVE', 'M5', subject.active, { subjectKind: subject.kind });
  look('COVER_NOT_SOLD', 'M5', policy !== null, { subjectKind: subject.kind });
  look('NEVER_COVERED', 'M5', last !== null, { expiresOn: last?.expiresOn ?? null });
  look('RENEWAL_PENDING', 'M5', subject.pending === null, { orderNumber: subject.pending?.number ?? null });
  if (policy === null || last === null)
    return { decision: decided(subject, outcomes, null, day), offer: null };
  const terms = asked === null ? null : termsOf(policy.renewalTerm, asked);
  const cover = renewedCover(policy, last, { day, terms });
  const leastYears = yearsOf(policy.renewalTerm, cover.leastTerms);
  const years = asked ?? leastYears;
  look('YEARS_NOT_WHOLE_TERMS', 'M5', asked === null || terms !== null, { term: policy.renewalTerm, years });
  look('YEARS_TOO_FEW', 'M5', cover.terms >= cover.leastTerms, {
    ...{ expiresOn: last.expiresOn, daysLate: Math.max(0, cover.daysLate), leastYears, years },
  });
  const [price, leastPrice] = [years, leastYears].map((of) => partsPrice(subject.parts, list, of));
  look('NO_PRICE', 'B1', price != null && leastPrice != null, { years, currency: list?.currency ?? null });
  const decision = decided(subject, outcomes, leastYears, day);
  if (!decision.accepted || list === null || price == null || leastPrice == null)
    return { decision, offer: null };
  if (years === null || leastYears === null) return { decision, offer: null };
  const lines = linesOf(subject, cover, list, { price, leastPrice });
  return { decision, offer: { cover, years, leastYears, lines } };
}

interface PartsPrice {
  readonly quantity: number;
  readonly unitMinor: number;
}

/** One part is printed as so many at a unit's price; several are one thing at their sum, which rounds nothing. */
function partsPrice(
  parts: readonly RenewedPart[],
  list: RenewalList | null,
  years: number | null,
): PartsPrice | null {
  if (list === null || years === null || parts.length === 0) return null;
  const priced = parts.map((part) => ({
    quantity: part.quantity,
    found: priceOf(list.prices, { kind: 'MAINTENANCE', ...part, years, supportUnits: null }),
  }));
  const units = priced.flatMap(({ quantity, found }) =>
    found === null ? [] : [{ quantity, unitMinor: found.unitMinor }],
  );
  const [first] = units;
  if (first === undefined || units.length < priced.length) return null;
  if (units.length === 1) return first;
  return {
    quantity: 1,
    unitMinor: units.reduce((total, { quantity, unitMinor }) => total + quantity * unitMinor, 0),
  };
}

/** The period, and behind it the fee for its least terms where it is late: voluntary years bear none. */
function linesOf(
  subject: RenewalSubject,
  cover: RenewedCover,
  { currency, taxRatePermille }: RenewalList,
  { price, leastPrice }: { readonly price: PartsPrice; readonly leastPrice: PartsPrice },
): OfferLine[] {
  const line = (
    of: Pick<OfferLine, 'kind' | 'description' | 'startsOn' | 'expiresOn' | 'terms' | 'baseExpiresOn'>,
    { quantity, unitMinor }: PartsPrice,
  ): OfferLine => {
    const { net, tax } = lineAmounts({ quantity, unit: money(unitMinor, currency), taxRatePermille });
    return {
      ...{ ...of, subjectKind: subject.kind, subjectId: subject.id, quantity, unitMinor, taxRatePermille },
      ...{ netMinor: net.amountMinor, taxMinor: tax.amountMinor },
    };
  };
  const { startsOn, expiresOn, terms, renews, feePercent } = cover;
  const description = `Maintenance of ${subject.name} from ${startsOn} to ${expiresOn}`;
  const period = line(
    { kind: 'PERIOD', description, startsOn, expiresOn, terms, baseExpiresOn: renews },
    price,
  );
  if (feePercent === null) return [period];
  const least = money(leastPrice.quantity * leastPrice.unitMinor, currency);
  const fee = `Reinstatement fee of ${String(feePercent)} % for ${subject.name}`;
  const none = { startsOn: null, expiresOn: null, terms: null, baseExpiresOn: null };
  const unitMinor = feeOf(least, feePercent).amountMinor;
  return [period, line({ kind: 'FEE', description: fee, ...none }, { quantity: 1, unitMinor })];
}

function decided(
  { policyVersion, name }: RenewalSubject,
  outcomes: readonly RuleOutcome<RenewalCode>[],
  leastYears: number | null,
  day: CivilDate,
): Decision<RenewalCode> {
  const remedy = (
    action: Remedy['action'],
    clears: RenewalCode,
    text: string,
    until: CivilDate | null = null,
  ): Remedy<RenewalCode> => ({ action, until, version: null, clears: [clears], text });
  const failed = new Set(outcomes.filter(({ verdict }) => verdict === 'FAILED').map(({ code }) => code));
  const least = leastYears === null ? 'whole terms of the plan' : `${String(leastYears)} year(s) or more`;
  const ways: Remedy<RenewalCode>[] = [
    // What no plan sells cannot be bought either.
    ...(failed.has('COVER_NOT_SOLD')
      ? []
      : [remedy('BUY', 'NEVER_COVERED', `Buy maintenance for ${name}: there is none yet to be renewed.`)]),
    remedy(
      'PAY',
      'RENEWAL_PENDING',
      'Pay the order that renews it already; left unpaid, it is cancelled by itself after it is due.',
    ),
    remedy('RENEW', 'YEARS_TOO_FEW', `Renew for ${least}.`, addDays(day, 1)),
    remedy('RENEW', 'YEARS_NOT_WHOLE_TERMS', 'Renew for whole terms of the plan.', addDays(day, 1)),
  ];
  return decide(
    outcomes,
    policyVersion,
    ways.filter(({ clears }) => clears.some((code) => failed.has(code))),
  );
}

/** A whole quote: what all its subjects cost together, and how long that holds. */
export interface QuoteOffer extends QuoteTotals {
  readonly validThrough: CivilDate;
  readonly lines: readonly OfferLine[];
}

/** Sums of what is printed, and the last day on which all of it can be accepted (B2). */
export function quoteOf(offers: readonly RenewalOffer[], currency: string, issuedOn: CivilDate): QuoteOffer {
  const lines = offers.flatMap((offer) => offer.lines);
  const amounts = lines.map(({ netMinor, taxMinor }) => ({
    net: money(netMinor, currency),
    tax: money(taxMinor, currency),
  }));
  const covers = offers.map(({ cover }) => cover);
  return { ...totalsOf(amounts, currency), lines, validThrough: validThrough(issuedOn, quoteHolds, covers) };
}
