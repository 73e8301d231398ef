import { migration } from '@mainstay/kernel/db/migration';
import { writableTable } from '@mainstay/kernel/db/policies';

/** A mail that waits for a quote gets it from whoever is told of it, and goes then. */
export const noticeQuotes = migration(
  '2026_11_28_notice_quotes',
  writableTable({ table: 'mail', write: { app_worker: { update: ['data', 'next_attempt_at'] } } }),
);
