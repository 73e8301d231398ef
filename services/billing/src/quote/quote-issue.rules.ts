import type { FactValue } from '@mainstay/kernel/values/decision';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import type { RenewalAnswer, RenewalCode } from './renewal-offer.rules.js';
import type { OwnedSubject } from './renewal-subject.rules.js';

export type QuoteIssueCode =
  | 'SUBJECTS_INVALID'
  | 'YEARS_INVALID'
  | 'SUBJECT_NOT_FOUND'
  | 'ACCOUNTS_DIFFER'
  | 'BUYER_INVALID'
  | RenewalCode;

export interface QuoteIssueAsked {
  readonly subjectIds: readonly string[];
  readonly years?: number | null | undefined;
}

export const subjectsAtMost = 100;
export const yearsAtMost = 10;

export function quoteIssueFaults({ subjectIds, years }: QuoteIssueAsked): Refusal<QuoteIssueCode>[] {
  const refusals: Refusal<QuoteIssueCode>[] = [];
  const doubled = new Set(subjectIds).size < subjectIds.length;
  if (subjectIds.length < 1 || subjectIds.length > subjectsAtMost || doubled)
    refusals.push({
      ...{ code: 'SUBJECTS_INVALID', field: ['subjectIds'] },
      message: `Name 1 to ${String(subjectsAtMost)} licenses or contracts, each once.`,
    });
  if (years != null && (years < 1 || years > yearsAtMost))
    refusals.push({
      ...{ code: 'YEARS_INVALID', field: ['years'] },
      message: `Ask for 1 to ${String(yearsAtMost)} years, or for none to get the fewest that are sold.`,
    });
  return refusals;
}

/** A subject by the place at which it was asked for, with what its renewal would be. */
export interface AnsweredSubject {
  readonly subject: OwnedSubject | null;
  readonly answer: RenewalAnswer | null;
}

export interface QuoteIssueFacts {
  readonly answered: readonly AnsweredSubject[];
  /** Null where whoever asks cannot have it made out to that account. */
  readonly buyer: { readonly accountId: string } | null;
}

const messages: Readonly<Record<RenewalCode, string>> = {
  LICENSE_NOT_ACTIVE: 'It may not be used: reinstate it first, or leave it out.',
  COVER_NOT_SOLD: 'Its plan sells no cover for it today: see `plan` of the product for what is sold.',
  NEVER_COVERED: 'It never had maintenance that could be renewed: order it with `orderCreate`.',
  RENEWAL_PENDING:
    'An order renews it already: pay that one; left unpaid, it is cancelled by itself after it is due.',
  YEARS_NOT_WHOLE_TERMS: 'It is renewed by whole terms of its plan: ask for other years, or for none.',
  YEARS_TOO_FEW: 'So few years would be over already: ask for more, or for none to get the fewest.',
  NO_PRICE: "The buyer's price list has no price for it today: leave it out, or ask us.",
};

/** Why a quote is not issued: the first reason of each subject, or what is wrong with all of them. */
export function decideQuoteIssue({ answered, buyer }: QuoteIssueFacts): Refusal<QuoteIssueCode>[] {
  const missing = answered.flatMap(({ subject }, index) =>
    subject !== null
      ? []
      : [
          {
            ...({ code: 'SUBJECT_NOT_FOUND', field: ['subjectIds', String(index)] } as const),
            message: 'There is no such license or contract, or it is not yours; ask `licenses` for ids.',
          },
        ],
  );
  if (missing.length > 0) return missing;
  if (new Set(answered.map(({ subject }) => subject?.accountId)).size > 1)
    return [
      {
        ...{ code: 'ACCOUNTS_DIFFER', field: ['subjectIds'] },
        message: 'They belong to several accounts: ask for a quote for each of these.',
      },
    ];
  if (buyer === null)
    return [
      {
        ...{ code: 'BUYER_INVALID', field: ['accountId'] },
        message: 'A quote is made out to the owner, or to its reseller of record.',
      },
    ];
  return answered.flatMap(({ answer }, index) => refused(answer, index));
}

function refused(answer: RenewalAnswer | null, index: number): Refusal<QuoteIssueCode>[] {
  const code = answer?.decision.leading ?? null;
  if (answer === null || code === null) return [];
  const facts: Readonly<Record<string, FactValue>> =
    answer.decision.outcomes.find((outcome) => outcome.code === code)?.facts ?? {};
  const about = code.startsWith('YEARS') ? ['years'] : ['subjectIds', String(index)];
  return [{ code, field: about, message: messages[code], facts }];
}
