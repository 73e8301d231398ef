import type { CivilDate } from '@mainstay/kernel/values/civil';
import { openStage, type Stage } from './acting.js';

interface WantedLicense {
  /** The reseller's customer unless told. */
  readonly owner?: string;
  readonly orderId?: string;
  /** Of the year that ends there it has cover of its own. */
  readonly coveredUntil?: CivilDate | null;
}

interface WantedCover {
  readonly id: string;
  readonly kind: 'LICENSE' | 'SITE';
  readonly subject: string;
  readonly days: readonly [startsOn: CivilDate, expiresOn: CivilDate];
  /** The reseller unless told. */
  readonly owner?: string;
}

interface WantedPack {
  readonly purchasedOn: CivilDate;
  /** The reseller unless told. */
  readonly owner?: string;
}

/** A stage of a reseller and one of its customers, with what is sold and bought of one product. */
export interface ResaleStage extends Stage {
  readonly vendorId: string;
  readonly reseller: string;
  readonly customer: string;
  readonly productId: string;
  readonly planId: string;
  readonly rowsOf: <Row extends object>(text: string, ...values: unknown[]) => Promise<Row[]>;
  license(wanted?: WantedLicense): Promise<string>;
  readonly cover: (wanted: WantedCover) => Promise<void>;
  /** A pack that nobody has used. */
  pack(wanted: WantedPack): Promise<string>;
}

export async function openResaleStage(): Promise<ResaleStage> {
  const stage = await openStage('licensing');
  const rowsOf = async <Row extends object>(text: string, ...values: unknown[]) =>
    (await stage.owner.query<Row>(text, values)).rows;
  const role = stage.roleOf('cronwell.reseller');
  const [vendorId, reseller] = [role.vendorId ?? '', role.accountId ?? ''];
  const [customer] = await rowsOf<{ id: string }>(
    "select id from account where reseller_id = $1 and kind = 'CUSTOMER' order by id limit 1",
    reseller,
  );
  const [product] = await rowsOf<{ id: string; plan: string }>(
    "select id, plan_id as plan from product where vendor_id = $1 and slug = 'nightrun'",
    vendorId,
  );
  if (customer === undefined || product === undefined) throw new Error('Nothing is resold.');
  const [productId, planId] = [product.id, product.plan];
  let count = 0;
  const cover = async ({ id, kind, subject, days, owner = reseller }: WantedCover) => {
    await rowsOf(
      `insert into coverage_period (vendor_id, id, account_id, reseller_id, subject_kind, subject_id, starts_on, expires_on,
         counted_from, anchor_day, plan_id, plan_version, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $7, 1, $9, 1, '2024-01-01')`,
      ...[vendorId, id, owner, reseller, kind, subject, ...days, planId],
    );
  };
  return {
    ...{ ...stage, vendorId, reseller, customer: customer.id, productId, planId, rowsOf, cover },
    async license({ owner = customer.id, orderId = null as string | null, coveredUntil = null } = {}) {
      const id = `lic-${String((count += 1)).padStart(5, '0')}`;
      await rowsOf(
        `insert into license (vendor_id, id, account_id, reseller_id, product_id, activation_code, code_key, metric, quantity,
           status, purchased_on, order_id, prereleases, covered_until, created_at)
         values ($1, $2, $3, $4, $5, $2, upper($2), 'SERVER', 1, 'ACTIVE', '2024-01-01', $6, false, $7, '2024-01-01')`,
        ...[vendorId, id, owner, reseller, productId, orderId, coveredUntil],
      );
      if (coveredUntil !== null) {
        const startsOn = `${String(Number(coveredUntil.slice(0, 4)) - 1)}${coveredUntil.slice(4)}`;
        await cover({ id: `cov-${id}`, kind: 'LICENSE', subject: id, days: [startsOn, coveredUntil], owner });
      }
      return id;
    },
    async pack({ purchasedOn, owner = reseller }) {
      const id = `mtc-${String((count += 1)).padStart(5, '0')}`;
      await rowsOf(
        `insert into maintenance_code (vendor_id, id, account_id, reseller_id, product_id, code, code_key, metric, term,
           purchased_on, state, created_at)
         values ($1, $2, $3, $4, $5, $2, upper($2), 'LICENSE', 'P12M', $6, 'UNUSED', '2024-01-01')`,
        ...[vendorId, id, owner, reseller, productId, purchasedOn],
      );
      return id;
    },
  };
}
