import { migration } from '@mainstay/kernel/db/migration';
import { lockableByWorker } from './2026_11_27_told_again.js';

/** What is sold, and by which policies, is told again as accounts and licenses are. */
export const catalogTold = migration(
  '2026_11_28_catalog_told',
  ['product', 'maintenance_plan'].flatMap(lockableByWorker),
);
