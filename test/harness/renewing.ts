import { openBillingStage, type BillingStage } from './billing-stage.js';

export interface LicenseMade {
  /** Where its cover ends; null where there never was any. */
  readonly expiresOn: string | null;
  /** Cronwell unless told. */
  readonly vendor?: 'cronwell' | 'deskhaven' | 'cartwright';
  readonly quantity?: number;
  readonly status?: 'ACTIVE' | 'REVOKED';
}

/** Billing's database with the demo world, and what is to be renewed in it: of the customer of the cast. */
export interface RenewalStage extends BillingStage {
  /** A license with a year of cover of its own, as licensing tells it; tells its id. */
  newLicense(made: LicenseMade): Promise<string>;
  /** A contract of Deskhaven with a line for each license; tells its id. */
  newContract(expiresOn: string, licenseIds: readonly string[]): Promise<string>;
  /** Moves the end of what was made. */
  moveEnd(id: string, expiresOn: string): Promise<void>;
  /** What the list in force asks of one unit a year. */
  yearly(licenseId: string, list?: 'LIST' | 'RESELLER'): Promise<number>;
}

const insertLicense = `insert into known_license (vendor_id, id, account_id, reseller_id, product_id, metric, quantity, status, cover)
  select a.vendor_id, $2, a.id, a.reseller_id, p.product_id, p.metric, $3, $4, $5::jsonb from known_account a
  cross join lateral (select c.product_id, c.metric from price c where c.vendor_id = a.vendor_id and c.kind = 'MAINTENANCE'
    and c.metric <> 'SITE' order by c.position limit 1) p where a.id = $1`;

/** Of a vendor that sells no maintenance. */
const insertCovered = `insert into known_license (vendor_id, id, account_id, reseller_id, product_id, metric, quantity, status, cover)
  select a.vendor_id, $2, a.id, a.reseller_id, p.id, 'LICENSE', $3, $4, $5::jsonb from known_account a
  join known_product p on p.vendor_id = a.vendor_id where a.id = $1 limit 1`;

const insertContract = `insert into known_contract (vendor_id, id, account_id, reseller_id, number, periods, lines)
  select l.vendor_id, $1, l.account_id, l.reseller_id, $1, $2::jsonb, jsonb_agg(jsonb_build_object('id', l.id || '-line',
    'licenseId', l.id, 'productId', l.product_id, 'quantity', l.quantity, 'yearlyNetMinor', 1, 'fromOn', '2020-01-01',
    'untilOn', null) order by l.id)
  from known_license l where l.id = any($3) group by l.vendor_id, l.account_id, l.reseller_id`;

/** A year of cover that ends on a day. */
function yearTo(expiresOn: string, source: string) {
  const startsOn = `${String(Number(expiresOn.slice(0, 4)) - 1)}${expiresOn.slice(4)}`;
  const days = { startsOn, expiresOn, countedFrom: startsOn, anchorDay: Number(expiresOn.slice(8)) };
  return [{ id: `cov of ${expiresOn}`, source, ...days, planId: 'plan', planVersion: 1 }];
}

export async function openRenewalStage(): Promise<RenewalStage> {
  const stage = await openBillingStage();
  const { owner } = stage;
  let made = 0;
  await owner.query('delete from due_work');
  return {
    ...stage,
    async newLicense({ expiresOn, vendor = 'cronwell', quantity = 1, status = 'ACTIVE' }) {
      made += 1;
      const id = `lic-${String(made)}`;
      const { accountId } = stage.roleOf(`${vendor}.customer`);
      const cover = JSON.stringify(expiresOn === null ? [] : yearTo(expiresOn, 'LICENSE'));
      const statement = vendor === 'cartwright' ? insertCovered : insertLicense;
      await owner.query(statement, [accountId, id, quantity, status, cover]);
      return id;
    },
    async newContract(expiresOn, licenseIds) {
      made += 1;
      const id = `ctr-${String(made)}`;
      await owner.query(insertContract, [id, JSON.stringify(yearTo(expiresOn, 'CONTRACT')), licenseIds]);
      return id;
    },
    async moveEnd(id, expiresOn) {
      for (const [table, column, source] of [
        ['known_license', 'cover', 'LICENSE'],
        ['known_contract', 'periods', 'CONTRACT'],
      ] as const)
        await owner.query(`update ${table} set ${column} = $2::jsonb where id = $1`, [
          ...[id, JSON.stringify(yearTo(expiresOn, source))],
        ]);
    },
    async yearly(licenseId, list = 'LIST') {
      const { rows } = await owner.query<{ price: string }>(
        `select c.unit_minor as price from known_license l join price c on c.vendor_id = l.vendor_id
           and c.product_id = l.product_id and c.metric = l.metric and c.kind = 'MAINTENANCE' and c.years = 1
           and c.from_quantity <= l.quantity and c.list_kind = $2 where l.id = $1 order by c.from_quantity desc limit 1`,
        [licenseId, list],
      );
      return Number(rows[0]?.price);
    },
  };
}
