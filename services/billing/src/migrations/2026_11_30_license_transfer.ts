import { migration } from '@mainstay/kernel/db/migration';

/** What is known of a renewal under way goes with its license to whom it is handed on (M10). */
export const licenseTransfer = migration('2026_11_30_license_transfer', [
  'grant update (account_id) on renewal_hold to app_worker',
]);
