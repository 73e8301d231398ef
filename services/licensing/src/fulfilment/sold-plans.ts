import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { inForce, loadPlan, type PlanInForce } from '../maintenance/plan.reads.js';

/** A product as it is sold on a day. */
export interface SoldProduct {
  readonly id: string;
  readonly identifiedBy: 'CODE' | 'SERIAL';
  readonly plan: PlanInForce;
}

const products = statement<{ id: string; identifiedBy: SoldProduct['identifiedBy']; planId: string }>(
  'fulfilment.products',
  `select id, identified_by as "identifiedBy", plan_id as "planId" from product where id = any($1::text[])`,
);

/** By id, with the version of the plan that is in force on the day of purchase (M15). */
export async function productsSold(
  transaction: Transaction,
  ids: readonly string[],
  day: CivilDate,
): Promise<ReadonlyMap<string, SoldProduct>> {
  const rows = await transaction.query(products, [[...new Set(ids)]]);
  const plans = new Map<string, PlanInForce>();
  for (const planId of new Set(rows.map((row) => row.planId))) {
    const plan = await loadPlan((asked, values) => transaction.query(asked, values), planId);
    plans.set(planId, inForce(plan, day));
  }
  return new Map(
    rows.flatMap(({ id, identifiedBy, planId }) => {
      const plan = plans.get(planId);
      return plan === undefined ? [] : [[id, { id, identifiedBy, plan }] as const];
    }),
  );
}
