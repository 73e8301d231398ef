import { dayAsked } from '@mainstay/kernel/graph/as-of';
import type { Moment } from '../release/entitlement.rules.js';

interface Asker {
  readonly today: string;
  readonly nowMs: number;
  readonly viewer: { readonly zone: string };
}

/** The moment that a question is for: of today in the vendor's zone unless it names another day. */
export function momentOf(asker: Asker, asOf: string | null | undefined): Moment {
  return { asOf: dayAsked(asOf, asker.today), nowMs: asker.nowMs, zone: asker.viewer.zone };
}
