import { earlierOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { addTerm, type Term } from '@mainstay/kernel/values/period';

/** How long a buyer has; a policy of the house until vendors have one of their own. */
export const paymentTerm: Term = 'P30D';

/** The last day to pay in time: never after the last day of cover that is sold, and never before the issue (B2). */
export function dueOn(issuedOn: CivilDate, atLatest: CivilDate | null): CivilDate {
  const due = addTerm(issuedOn, paymentTerm);
  return atLatest === null ? due : laterOf(issuedOn, earlierOf(due, atLatest));
}
