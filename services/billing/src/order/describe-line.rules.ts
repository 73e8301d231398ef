import type { OrderedLine } from './order-line.rules.js';

/** What is printed of a line. */
export function describeLine(
  { kind, metric, years, support }: Pick<OrderedLine, 'kind' | 'metric' | 'years' | 'support'>,
  product: string,
): string {
  const term = years === 1 ? '1 year' : `${String(years)} years`;
  switch (kind) {
    case 'LICENSE':
      return `License of ${product}`;
    case 'BUNDLE':
      return `License of ${product} with ${term} of maintenance`;
    case 'MAINTENANCE':
    case 'RENEWAL':
      return `Maintenance of ${product}${metric === 'SITE' ? ' at a site' : ''} for ${term}`;
    case 'TRAINING':
      return `On-site training on ${product}`;
    case 'SUPPORT_PACKAGE':
      return `Support package of ${String(support?.units)} ${support?.unit === 'CREDIT' ? 'credits' : 'tickets'}`;
    case 'FEE':
      return 'Reinstatement fee';
  }
}
