import DataLoader from 'dataloader';
import type { PageReader } from '@mainstay/kernel/db/page';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { amountOf } from '../invoice/amount.js';
import { listsInForce, type LoadedPriceList } from '../price/load-prices.js';
import { yearsAtMost } from './quote-issue.rules.js';
import type { QuoteLineRow } from './quote.reads.js';
import { quoteOf, renewalOffer, type RenewalAnswer, type RenewalOffer } from './renewal-offer.rules.js';
import type { OwnedSubject, RenewalDay } from './renewal-subject.rules.js';
import { loadSubjects, type KnownSubjects } from './renewal-subjects.js';

export interface RenewalAskedFor {
  readonly licenseId: string;
  readonly years: number | null;
  readonly day: CivilDate;
}

/** What renewals cost, stored nowhere: all that one request asks for in a few statements. */
export class RenewalReads {
  readonly #subjects: DataLoader<string, KnownSubjects>;
  readonly #lists: DataLoader<CivilDate, readonly LoadedPriceList[]>;

  constructor(
    private readonly reader: PageReader,
    private readonly today: () => CivilDate,
  ) {
    const { database, viewer, signal } = reader;
    const asking: Transaction = {
      query: (statement, values) => database.read(viewer, statement, values, signal),
    };
    this.#subjects = new DataLoader(
      async (ids) => {
        const known = await loadSubjects(asking, ids);
        return ids.map(() => known);
      },
      { maxBatchSize: 100 },
    );
    this.#lists = new DataLoader((days) => Promise.all(days.map((day) => listsInForce(asking, day))));
  }

  /** As its owner would buy it, or as the reseller that asks would; null where the viewer sees no such license. */
  async ofLicense({ licenseId, years, day }: RenewalAskedFor) {
    if (years !== null && (years < 1 || years > yearsAtMost))
      throw new UserFault('BAD_USER_INPUT', `Years must lie between 1 and ${String(yearsAtMost)}.`, {
        field: 'years',
      });
    const when: RenewalDay = { day, today: this.today() };
    const subject = (await this.#subjects.load(licenseId)).of(licenseId, when);
    if (subject === null) return null;
    const lists = await this.#lists.load(day);
    const kind = this.#listOf(subject);
    const list = lists.find((one) => one.list === kind) ?? null;
    return told(renewalOffer(subject, list, { day, years }), day, list?.currency ?? null);
  }

  /** A reseller's own rows carry its own id. */
  #listOf({ accountId, resellerId }: OwnedSubject): LoadedPriceList['list'] {
    const asks = this.reader.viewer.accountId;
    return resellerId === accountId || (asks !== null && asks !== accountId) ? 'RESELLER' : 'LIST';
  }
}

function told({ decision, offer }: RenewalAnswer, asOf: CivilDate, currency: string | null) {
  const { outcomes, accepted, leading, failed, policyVersion, remedies } = decision;
  const rules = outcomes.map(({ facts, ...outcome }) => ({
    ...outcome,
    facts: Object.entries(facts).map(([name, value]) => ({
      name,
      value: value === null ? null : String(value),
    })),
  }));
  const answered = { asOf, accepted, leading, failed, rules, policyVersion, remedies };
  return { ...answered, ...(offer === null || currency === null ? nothing : priced(offer, currency, asOf)) };
}

const nothing = {
  ...{ years: null, leastYears: null, validThrough: null, lines: [], net: null, tax: null, total: null },
};

function priced(offer: RenewalOffer, currency: string, day: CivilDate) {
  const { years, leastYears } = offer;
  const { validThrough, net, tax, total, lines } = quoteOf([offer], currency, day);
  const rows = lines.map(({ subjectKind, subjectId, ...line }, index): QuoteLineRow => ({
    ...{ ...line, quoteId: '', position: index + 1, currency },
    licenseId: subjectKind === 'LICENSE' ? subjectId : null,
  }));
  const amounts = [net, tax, total].map(({ amountMinor }) => amountOf(amountMinor, currency));
  const [netAmount, taxAmount, totalAmount] = amounts;
  return {
    ...{ years, leastYears, validThrough, lines: rows },
    ...{ net: netAmount, tax: taxAmount, total: totalAmount },
  };
}
