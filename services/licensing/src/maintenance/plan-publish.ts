import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellPlans } from '../facts/tell.js';
import {
  decidePlanPublish,
  policyFaults,
  type PlanPublishAsked,
  type PlanPublishCode,
  type StandingPlan,
} from './plan-publish.rules.js';

export interface PlanPublish extends ActInput, PlanPublishAsked {}

const lock = statement<{ id: string }>(
  'plan.lock',
  'select id from maintenance_plan where id = $1::text for no key update',
);

const newest = statement<StandingPlan>(
  'plan.newest',
  `select version as "newestVersion", effective_on as "newestEffectiveOn"
   from maintenance_plan_version where plan_id = $1::text order by version desc limit 1`,
);

const insert = statement(
  'plan.publish',
  `insert into maintenance_plan_version (vendor_id, plan_id, version, effective_on, policy)
   values (app.vendor(), $1::text, $2::integer, $3::date, $4::jsonb)`,
);

/** A plan says something else from a day on; running cover keeps the version that it was sold under (M15). */
export const planPublish: Act<PlanPublish, StandingPlan | null, PlanPublishCode> = {
  name: 'planPublish',
  roles: ['VENDOR_ADMIN'],
  check: policyFaults,
  async load(transaction, { planId }) {
    const [plan] = await transaction.query(lock, [planId]);
    if (plan === undefined) return null;
    const [version] = await transaction.query(newest, [planId]);
    return version ?? null;
  },
  decide: (plan, asked, { today }) => decidePlanPublish(plan, asked, today),
  async apply(transaction, plan, { planId, effectiveOn, policy }) {
    if (plan === null) throw new Error('A plan that is not there was accepted.');
    const version = plan.newestVersion + 1;
    await transaction.query(insert, [planId, version, effectiveOn, policy]);
    return {
      ...{ result: { planId, version: String(version) }, accountId: null },
      changes: [
        { objectId: planId, field: 'version', from: plan.newestVersion, to: version },
        { objectId: planId, field: 'effectiveOn', from: plan.newestEffectiveOn, to: effectiveOn },
      ],
      events: await tellPlans(transaction, [planId]),
    };
  },
};
