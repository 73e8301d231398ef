interface Work {
  readonly category: 'QUESTION' | 'ADVICE' | 'INVESTIGATION' | 'UPGRADE';
  readonly units: number;
  readonly upgrade?: { readonly from: string; readonly to: string; readonly steps: number };
}

const question: Work = { category: 'QUESTION', units: 5 };
const advice: Work = { category: 'ADVICE', units: 10 };

/** What the work of tickets is and costs in credits, taken in turn (S6). */
const works: readonly Work[] = [
  ...[question, advice, advice],
  { category: 'INVESTIGATION', units: 20 },
  { category: 'UPGRADE', units: 20, upgrade: { from: '4.3.1', to: '4.3.3', steps: 2 } },
];

/** The work of the ticket at that place, where its plan counts credits. */
export function workOf(index: number): Work {
  return works[index % works.length] ?? question;
}

/** How many units the ticket at that place takes. */
export function costOf(unit: 'TICKET' | 'CREDIT' | undefined, index: number): number {
  return unit === 'CREDIT' ? workOf(index).units : 1;
}

export type End = 'CONSUMED' | 'RELEASED' | 'RESTORED';
type Ended = readonly [kind: End, minutesLater: number];

const used: readonly Ended[] = [['CONSUMED', 40]];

/** What became of a ticket's units, and how many minutes after it was opened; some closed ones turned out to be bugs. */
export function endsOf(state: string, index: number): readonly Ended[] {
  switch (state) {
    case 'RESOLVED':
      return [['CONSUMED', 30]];
    case 'CLOSED':
      return index % 9 === 4 ? [...used, ['RESTORED', 1_440]] : used;
    case 'WITHDRAWN':
      return [['RELEASED', 40]];
    default:
      return [];
  }
}
