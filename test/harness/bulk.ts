import type pg from 'pg';
import { readTenant } from '@mainstay/demo/tenants';

/** A tenant of its own, with far more in it than the demo has. */
export const bulkVendor = 'vnd_bulk';

export interface Bulk {
  readonly accounts: number;
  readonly licensesEach: number;
  /** Whose plan it sells under. */
  readonly tenant: string;
  /** The first day without cover of every license. */
  readonly expiresOn: string;
}

/**
 * Accounts of which every tenth is a reseller, and two of three others are its customers; each has one or two contacts,
 * and every fifth shares an address with its reseller. Each license has cover of a year.
 */
export async function fillBulk(
  owner: pg.Client,
  { accounts, licensesEach, tenant, expiresOn }: Bulk,
): Promise<void> {
  const { zone, plan } = readTenant(tenant);
  const values = [bulkVendor];
  const account = "'acc_' || lpad(n::text, 5, '0')";
  const reseller = `case when n % 10 = 0 then ${account} when n % 3 > 0 then 'acc_' || lpad((n / 10 * 10)::text, 5, '0') end`;
  await owner.query(
    `insert into vendor (vendor_id, name, slug, zone, currency, clock_kind, sandbox, created_at)
     values ($1, 'Bulk', 'bulk', $2, 'EUR', 'REAL', false, '2020-01-01')`,
    [bulkVendor, zone],
  );
  await owner.query("insert into maintenance_plan values ($1, 'pln_bulk', 'Bulk')", values);
  for (const { version, effectiveOn, policy } of plan.versions)
    await owner.query('insert into maintenance_plan_version values ($1, $2, $3, $4, $5)', [
      ...[bulkVendor, 'pln_bulk', version, effectiveOn, JSON.stringify(policy)],
    ]);
  await owner.query(
    "insert into product (vendor_id, id, name, slug, plan_id) values ($1, 'prd_bulk', 'Bulk', 'bulk', 'pln_bulk')",
    values,
  );
  await owner.query(
    `insert into account (vendor_id, id, kind, name, name_key, reseller_id, country, created_at)
     select $1, ${account}, case when n % 10 = 0 then 'RESELLER' else 'CUSTOMER' end, 'Bulk ' || n, 'bulk ' || n,
       ${reseller}, 'SE', '2020-01-01'
     from generate_series(0, $2::integer - 1) as n order by n % 10 > 0`,
    [bulkVendor, accounts],
  );
  await owner.query(
    `insert into contact (vendor_id, id, account_id, reseller_id, name, email, email_key, created_at)
     select a.vendor_id, 'con_' || a.id || '_' || c, a.id, a.reseller_id, 'Sample Contact', mail, mail, '2020-01-01'
     from account a, generate_series(1, 2) as c,
       lateral (select case when c = 2 and right(a.id, 1) = '5' then 'c1@' || coalesce(a.reseller_id, a.id)
         else 'c' || c || '@' || a.id end || '.example.invalid') as m (mail)
     where a.vendor_id = $1 and (c = 1 or right(a.id, 1) in ('5', '6', '7'))`,
    values,
  );
  await owner.query(
    `insert into license (vendor_id, id, account_id, reseller_id, product_id, activation_code, code_key, metric, quantity,
       status, purchased_on, prereleases, covered_until, created_at)
     select a.vendor_id, 'lic_' || a.id || '_' || lpad(n::text, 4, '0'), a.id, a.reseller_id, 'prd_bulk',
       a.id || '-' || n, a.id || n, 'LICENSE', 1, 'ACTIVE', $3::date - interval '1 year', n % 10 = 0, $3, '2020-01-01'
     from account a, generate_series(1, $2::integer) as n where a.vendor_id = $1`,
    [bulkVendor, licensesEach, expiresOn],
  );
  await owner.query(
    `insert into coverage_period (vendor_id, id, account_id, reseller_id, subject_kind, subject_id, starts_on, expires_on,
       counted_from, anchor_day, plan_id, plan_version, created_at)
     select vendor_id, 'cov_' || id, account_id, reseller_id, 'LICENSE', id, purchased_on, covered_until, purchased_on, 1,
       'pln_bulk', 1, '2020-01-01'
     from license where vendor_id = $1`,
    values,
  );
  await owner.query('analyze');
}
