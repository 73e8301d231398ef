import type { Act, ActInput, Outcome } from '@mainstay/kernel/act/act';
import { perform } from '@mainstay/kernel/act/perform';
import { openStage, type Stage } from './acting.js';

/** What a test wants of a license: one server with cover on any day, unless told. */
export interface Wanted {
  readonly tenant?: string;
  readonly seats?: number;
  /** False for none, or its days. */
  readonly covered?: boolean | readonly [startsOn: string, expiresOn: string];
  readonly metric?: string;
  readonly purchasedOn?: string;
}

/** A stage for whoever takes seats: with licenses as a test wants them, and with running products. */
export interface MachineStage extends Stage {
  /** An active license of the tenant's customer that nobody has had. */
  licenseOf(wanted?: Wanted): Promise<string>;
  /** As the running product that presents the license; without one it presents an unknown code. At an instant if told. */
  asProduct<Input extends ActInput, Facts, Code extends string>(
    licenseId: string | null,
    act: Act<Input, Facts, Code>,
    input: Input,
    now?: string,
  ): Promise<Outcome<Code>>;
}

const cover = `insert into coverage_period (vendor_id, id, account_id, reseller_id, subject_kind, subject_id, starts_on,
    expires_on, counted_from, anchor_day, plan_id, plan_version, created_at)
  select l.vendor_id, 'cov_' || l.id, l.account_id, l.reseller_id, 'LICENSE', l.id, $2, $3, $2, 1, p.plan_id, 1, now()
  from license l join product p on p.vendor_id = l.vendor_id and p.id = l.product_id where l.id = $1`;

export async function openMachineStage(): Promise<MachineStage> {
  const stage = await openStage('licensing');
  const taken: string[] = [];
  return {
    ...stage,
    async licenseOf({ tenant = 'cronwell', seats = 1, covered = true, metric = 'SERVER', purchasedOn } = {}) {
      const { vendorId, accountId } = stage.roleOf(`${tenant}.customer`);
      const { rows } = await stage.owner.query<{ id: string }>(
        `update license set quantity = $3, metric = $5, purchased_on = coalesce($6, purchased_on)
         where (vendor_id, id) = (select l.vendor_id, l.id from license l
           where l.vendor_id = $1 and l.account_id = $2 and l.status = 'ACTIVE' and l.id <> all($4)
             and not exists (select from site_member m where m.license_id = l.id) limit 1) returning id`,
        [vendorId, accountId, seats, taken, metric, purchasedOn ?? null],
      );
      const id = rows[0]?.id;
      if (id === undefined) throw new Error('No license is left.');
      taken.push(id);
      await stage.owner.query('delete from activation where license_id = $1', [id]);
      await stage.owner.query('delete from coverage_period where subject_id = $1', [id]);
      const days = covered === true ? ['2020-01-01', '2099-01-01'] : covered;
      if (days !== false) await stage.owner.query(cover, [id, ...days]);
      return id;
    },
    asProduct(licenseId, act, input, now) {
      const somebody = stage.viewerOf('cronwell.customer');
      const viewer = {
        ...{ ...somebody, now: now ?? somebody.now },
        ...({ role: 'PRODUCT', databaseRole: 'app_product', accountId: null, licenseId } as const),
        ...{ userId: null, membershipId: null },
      };
      const outlet = { consumers: ['support', 'billing'], nudge: () => undefined };
      return perform({ database: stage.database, viewer, outlet }, act, input);
    },
  };
}
