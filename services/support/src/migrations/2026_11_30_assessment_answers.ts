import { migration } from '@mainstay/kernel/db/migration';

/** Until when a proposed price can be answered is told with it (S7), and not only known to the job that ends it. */
export const assessmentAnswers = migration('2026_11_30_assessment_answers', [
  'alter table assessment add column answer_by timestamptz',
]);
