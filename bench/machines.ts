import pg from 'pg';
import { machineKeyOf } from '@mainstay/licensing/activation/machine-key';

/** A license that a running product presents, with a release that it may run. */
export interface Presented {
  readonly licenseId: string;
  readonly productId: string;
  readonly code: string;
  readonly version: string;
}

/** Of one machine for all: a license has its seats by itself. */
export const fingerprint = 'the machine of the bench';

const many = 100;

/** Licenses of one vendor that each run on the machine, and on no other. */
export async function activateAll(administratorUrl: string): Promise<readonly Presented[]> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Presented>(
      `select l.id as "licenseId", l.product_id as "productId", l.activation_code as code, (
         select r.version from release r where r.vendor_id = l.vendor_id and r.product_id = l.product_id
           and not r.prerelease and r.yanked_at is null order by r.semver_key limit 1) as version
       from license l join vendor v on v.vendor_id = l.vendor_id
       where v.name = 'Cronwell' and l.status = 'ACTIVE' and l.activation_code is not null
         and l.covered_until > current_date
       order by l.id limit $1`,
      [many],
    );
    if (rows.length < many) throw new Error(`Only ${String(rows.length)} licenses can be presented.`);
    const ids = rows.map(({ licenseId }) => licenseId);
    await client.query(
      "update activation set deactivated_at = now(), ended_by = 'DEACTIVATED' where license_id = any($1) and deactivated_at is null",
      [ids],
    );
    await client.query(
      `insert into activation (vendor_id, id, account_id, reseller_id, license_id, machine_key, machine_name, version_seen, activated_at)
       select vendor_id, 'atv_bench_' || id, account_id, reseller_id, id, $2, null, null, now() from license where id = any($1)`,
      [ids, machineKeyOf(fingerprint)],
    );
    await client.query('analyze');
    return rows;
  } finally {
    await client.end();
  }
}
