import { migration } from '@mainstay/kernel/db/migration';
import { mirrorTable } from '@mainstay/kernel/events/mirror';
import { knownPlans, knownProducts } from '../facts/mirrors.js';

/** What licensing sells, and by which policies. */
export const catalogKnown = migration(
  '2026_11_28_catalog_known',
  [knownProducts, knownPlans].flatMap(mirrorTable),
);
