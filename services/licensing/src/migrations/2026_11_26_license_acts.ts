import { migration } from '@mainstay/kernel/db/migration';
import { writableTable } from '@mainstay/kernel/db/policies';
import { owned } from './owned.js';

/** What corrects licenses, their cover and the catalog: staff alone, but for what an owner chooses itself. */
export const licenseActs = migration('2026_11_26_license_acts', [
  // Beside `covered_until`, under the policies that came with it: the same rows, more columns.
  'grant update (prereleases, status, revoked_at, suspended_at) on license to app_admin',
  'grant update (prereleases) on license to app_reseller, app_customer',
  ...writableTable({
    table: 'release',
    write: { app_admin: { insert: '*', update: ['yanked_at'] } },
  }),
  // The trigger that raises the revision works as whoever changed a release.
  ...writableTable({ table: 'product', write: { app_admin: { update: ['catalog_revision'] } } }),
  ...writableTable({
    table: 'coverage_period',
    ...owned,
    write: {
      app_admin: {
        insert: [
          ...['vendor_id', 'id', 'account_id', 'reseller_id', 'subject_kind', 'subject_id', 'starts_on'],
          ...['expires_on', 'counted_from', 'anchor_day', 'plan_id', 'plan_version', 'created_at'],
        ],
        update: ['starts_on', 'expires_on', 'counted_from', 'anchor_day'],
        delete: true,
      },
    },
  }),
]);
