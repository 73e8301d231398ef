import { migration } from '@mainstay/kernel/db/migration';

/**
 * A mail that a server puts off is given up at some time; one that no server was asked about waits for as long as it
 * takes. So what servers said to it is counted apart from how often it was tried.
 */
export const putOff = migration('2026_11_27_put_off', [
  'alter table mail add column put_off integer not null default 0 check (put_off between 0 and attempts)',
  'grant select (put_off), update (put_off) on mail to app_jobs',
]);
