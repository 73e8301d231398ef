import { migration } from '@mainstay/kernel/db/migration';

/** A product is told with its releases: they are no table of their own. */
export const releasesKnown = migration('2026_11_29_releases_known', [
  'drop table known_release',
  // There already where the product's mirror was made with it.
  "alter table known_product add column if not exists releases jsonb not null default '[]'",
  'alter table known_product alter column releases drop default',
  'grant update (releases) on known_product to app_worker',
]);
