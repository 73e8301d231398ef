import { addDays, daysBetween, type CivilDate } from '@mainstay/kernel/values/civil';
import { coverPeriod, subtractTerm } from '@mainstay/kernel/values/period';
import { versionInForce } from '@mainstay/kernel/values/policy-versions';
import type { MadeAccount } from './accounts.js';
import type { CoverTerms } from './cover.js';
import { endingsOf, type Ending, type Renewable } from './endings.js';
import { buyerOf } from './invoices.js';
import type { Owner, TenantMaker } from './maker.js';

/** What became of an offer; null where that is for its last day to tell. */
export type Outcome =
  | { readonly state: 'ACCEPTED'; readonly on: CivilDate }
  | { readonly state: 'VOID'; readonly on: CivilDate; readonly reason: 'WITHDRAWN' | 'RESELLER_CHANGED' }
  | null;

/** What one quote says to one buyer. */
export interface Offer {
  readonly buyer: Owner;
  readonly customer: MadeAccount;
  readonly issuedOn: CivilDate;
  /** The end of the cover that it renews, and the days that it sells. */
  readonly renews: CivilDate;
  readonly expiresOn: CivilDate;
  readonly items: readonly Renewable[];
  /** Of what is renewed; null where it is renewed in time, or free of a fee. */
  readonly feePercent: number | null;
  readonly outcome: Outcome;
}

/** Older quotes are of no use to anybody who looks at the demo. */
const oldestDays = 500;
/** One renewal of so many was offered twice, the first time in error, or to a reseller that was left. */
const withdrawnEach = 7;
const formerResellerEach = 11;
/** Where a quote is sent to who asks, one of so many asks before any notice. */
const askedEarlyEach = 4;

/** What an account's renewals of one day were offered at, oldest first. */
export function offersOf(maker: TenantMaker, accounts: readonly MadeAccount[]): Offer[] {
  const resellers = accounts.filter(({ kind }) => kind === 'RESELLER');
  const together = Map.groupBy(
    endingsOf(maker, accounts),
    ({ owner, endsOn, renewed }) => `${owner.accountId}/${endsOn}/${renewed?.paidOn ?? ''}`,
  );
  return [...together.values()]
    .flatMap((endings, index) => {
      const offer = firstOffer(maker, endings, index);
      return offer === null ? [] : withOthers(offer, index, resellers);
    })
    .filter(({ issuedOn }) => issuedOn < maker.today && issuedOn > maker.daysAgo(oldestDays))
    .sort((one, other) => Number(one.issuedOn > other.issuedOn) - Number(one.issuedOn < other.issuedOn));
}

/** Sent with the first notice; to who renews late where that starts at the old end, on the day before. */
function firstOffer(maker: TenantMaker, endings: readonly Ending[], index: number): Offer | null {
  const [first] = endings;
  const terms = first === undefined ? null : termsOn(maker, first.endsOn);
  const notice = terms?.notices[0];
  if (first === undefined || terms === null || notice === undefined) return null;
  const { owner: customer, endsOn, anchorDay, renewed } = first;
  const noticed = subtractTerm(endsOn, notice.before);
  const coming = noticed >= maker.today && endsOn < addDays(maker.today, 365);
  const asked = notice.quote === 'ON_REQUEST' && coming && index % askedEarlyEach === 0;
  const sent = asked ? maker.daysAgo(1 + (index % 20)) : noticed;
  // Bought ahead: there was nothing left to offer.
  if (renewed !== null && renewed.paidOn < sent) return null;
  const late = renewed?.startsOn === endsOn && renewed.paidOn >= endsOn;
  const issuedOn = late ? addDays(renewed.paidOn, -1) : sent;
  const start = { startsOn: endsOn, countedFrom: endsOn };
  const preceding = { expiresOn: endsOn, anchorDay, term: terms.renewalTerm };
  return {
    ...{ buyer: buyerOf(customer), customer, issuedOn, renews: endsOn },
    expiresOn: coverPeriod(start, terms.renewalTerm, preceding).expiresOn,
    items: endings.flatMap(({ renews }) => renews),
    feePercent: feePercent(terms, daysBetween(endsOn, issuedOn)),
    outcome: renewed?.startsOn === endsOn ? { state: 'ACCEPTED', on: renewed.paidOn } : null,
  };
}

function feePercent({ reinstatementFee: fee }: CoverTerms, daysLate: number): number | null {
  return fee !== null && daysLate > fee.freeDays ? fee.percent : null;
}

function termsOn(maker: TenantMaker, day: CivilDate): CoverTerms | null {
  return versionInForce(maker.tenant.plan.versions, day)?.policy.cover ?? null;
}

function withOthers(offer: Offer, index: number, resellers: readonly MadeAccount[]): Offer[] {
  const { customer, issuedOn } = offer;
  const daysBefore = (days: number) => addDays(issuedOn, -days);
  const offers = [offer];
  if (index % withdrawnEach === 3)
    offers.push({
      ...{ ...offer, issuedOn: daysBefore(1) },
      outcome: { state: 'VOID', on: issuedOn, reason: 'WITHDRAWN' },
    });
  const former = resellers.find(({ accountId }) => accountId !== customer.resellerId);
  if (index % formerResellerEach === 5 && customer.kind === 'CUSTOMER' && former !== undefined)
    offers.push({
      ...{ ...offer, buyer: { accountId: former.accountId, resellerId: former.accountId } },
      ...{ issuedOn: daysBefore(9) },
      outcome: { state: 'VOID', on: daysBefore(2), reason: 'RESELLER_CHANGED' },
    });
  return offers;
}
