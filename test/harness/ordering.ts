import type { Row } from '@mainstay/demo/world/world';
import { orderCreate, type OrderCreate } from '@mainstay/billing/order/order-create';
import { orderPlace } from '@mainstay/billing/order/order-place';
import { openBillingStage, type BillingStage } from './billing-stage.js';

/** Billing's database with the demo world, and orders of the test's own in it. */
export interface OrderStage extends BillingStage {
  /** The first product of a tenant, with what it counts. */
  productOf(tenant: string): {
    readonly productId: string;
    readonly metric: 'SERVER' | 'USERS' | 'LICENSE' | 'DEVICES';
  };
  /** Licenses of somebody of the cast that were not revoked, of one unit each. */
  licensesOf(name: string): string[];
  /** A draft; of one license unless told. */
  draft(as: string, made?: Partial<OrderCreate>): Promise<string>;
  /** The same, placed; tells its invoice, too. */
  placed(
    as: string,
    made?: Partial<OrderCreate>,
  ): Promise<{ readonly orderId: string; readonly invoiceId: string }>;
  row(table: string, id: string): Promise<Row>;
  linesOf(orderId: string): Promise<Row[]>;
  /** What stands in tables, short enough to compare: what a refusal must leave as it is. */
  digest(...tables: readonly string[]): Promise<string>;
}

export async function openOrderStage(): Promise<OrderStage> {
  const stage = await openBillingStage();
  const tenantOf = (name: string) => name.slice(0, name.indexOf('.'));
  const productOf = (tenant: string) => {
    const { vendorId } = stage.roleOf(`${tenant}.admin`);
    const licenses = stage.world.licensing['license'] ?? [];
    const [first] = (stage.world.licensing['product'] ?? []).filter((row) => row['vendor_id'] === vendorId);
    const metric = licenses.find((row) => row['product_id'] === first?.['id'])?.['metric'];
    return { productId: String(first?.['id']), metric: metric as 'SERVER' };
  };
  const done = (outcome: Awaited<ReturnType<typeof stage.act>>): Readonly<Record<string, string>> => {
    if (!outcome.done)
      throw new Error(outcome.refusals.map(({ code, message }) => `${code}: ${message}`).join());
    return outcome.result;
  };
  const draft = async (as: string, made: Partial<OrderCreate> = {}) => {
    const lines = [{ kind: 'LICENSE' as const, ...productOf(tenantOf(as)) }];
    return done(await stage.act(as, orderCreate, { lines, ...made }))['orderId'] ?? '';
  };
  return {
    ...stage,
    ...{ productOf, draft },
    licensesOf(name) {
      const { accountId } = stage.roleOf(name);
      const { productId } = productOf(tenantOf(name));
      return (stage.world.licensing['license'] ?? [])
        .filter((row) => row['account_id'] === accountId && row['product_id'] === productId)
        .filter((row) => row['quantity'] === 1 && row['status'] === 'ACTIVE')
        .map((row) => String(row['id']));
    },
    async placed(as, made) {
      const orderId = await draft(as, made);
      const { invoiceId = '' } = done(await stage.act(as, orderPlace, { orderId }));
      return { orderId, invoiceId };
    },
    async row(table, id) {
      const { rows } = await stage.owner.query<Row>(`select * from ${table} where id = $1`, [id]);
      if (rows[0] === undefined) throw new Error(`There is no ${table} ${id}.`);
      return rows[0];
    },
    async digest(...tables) {
      const digests: string[] = [];
      for (const table of tables) {
        const text = `select md5(string_agg(t::text, '' order by t.id)) as digest from ${table} t`;
        digests.push(String((await stage.owner.query<Row>(text)).rows[0]?.['digest']));
      }
      return digests.join();
    },
    async linesOf(orderId) {
      const text = 'select * from order_line where order_id = $1 order by position';
      return (await stage.owner.query<Row>(text, [orderId])).rows;
    },
  };
}
