import type { LineGiven } from '@mainstay/billing/order/ordered-lines.rules';
import type { MadeProduct } from '../world/catalog.js';
import type { Play } from './play.js';

/** What a purchase of so many licenses is made of, where each tenant sells cover in a way of its own. */
export function linesFor(
  play: Play,
  product: MadeProduct,
  { count, unitsEach = 1, covered = true }: { count: number; unitsEach?: number; covered?: boolean },
): LineGiven[] {
  const sold = { productId: product.id, metric: product.metric };
  const licenses: LineGiven = { kind: 'LICENSE', ...sold, quantity: count, unitsEach };
  const ofFirst = { productId: product.id, ofPosition: 1 };
  if (!covered) return [licenses];
  const maintained: LineGiven = { kind: 'MAINTENANCE', ...sold, years: 1, ofPosition: 1 };
  switch (coverOf(play)) {
    case 'BOUGHT':
      return [licenses, maintained];
    case 'LONGER_WITH_TRAINING':
      return sells(play, product) ? [licenses, { kind: 'TRAINING', ...ofFirst }] : [licenses];
    case 'NOT':
      return [licenses];
  }
}

/** Cover is bought besides, or comes with the license and lasts longer with training, or is not sold at all. */
function coverOf({ tenant }: Play): 'BOUGHT' | 'LONGER_WITH_TRAINING' | 'NOT' {
  const cover = tenant.plan.versions.at(-1)?.policy.cover ?? null;
  if (cover === null) return 'NOT';
  return typeof cover.firstTerm === 'string' ? 'BOUGHT' : 'LONGER_WITH_TRAINING';
}

function sells({ tenant }: Play, { metric }: MadeProduct): boolean {
  return tenant.prices.LIST.some((price) => price.item === 'TRAINING' && price.metric === metric);
}
