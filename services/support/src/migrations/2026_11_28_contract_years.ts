import { migration } from '@mainstay/kernel/db/migration';

/** To which year of its contract a lot belongs: each year is granted once, also where its day was corrected (S4). */
export const contractYearsGranted = migration('2026_11_28_contract_years', [
  'alter table support_grant add column year_starts_on date',
  `alter table support_grant add check (year_starts_on is null or source = 'CONTRACT_YEAR')`,
  `create index support_grant_contract_year on support_grant (vendor_id, contract_id, year_starts_on)
     where contract_id is not null`,
  'grant select (lines) on known_contract to app_worker',
]);
