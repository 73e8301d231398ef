/** What the work of tickets costs in credits, by category, taken in turn (S6). */
const categories = [5, 10, 10, 20];

/** How many units the ticket at that place takes. */
export function costOf(unit: 'TICKET' | 'CREDIT' | undefined, index: number): number {
  return unit === 'CREDIT' ? (categories[index % categories.length] ?? 5) : 1;
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
