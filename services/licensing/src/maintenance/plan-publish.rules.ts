import { isCivilDate, type CivilDate } from '@mainstay/kernel/values/civil';
import { parsePolicy, type MaintenancePolicy, type PolicyResult } from '@mainstay/kernel/values/policy';
import type { Refusal } from '@mainstay/kernel/values/refusal';

export interface PlanPublishAsked {
  readonly planId: string;
  readonly effectiveOn: CivilDate;
  /** JSON text. */
  readonly policy: string;
  readonly acceptStop?: boolean | null | undefined;
}

/** In order of precedence. */
export type PlanPublishCode =
  'POLICY_INVALID' | 'PLAN_NOT_FOUND' | 'EFFECTIVE_IN_PAST' | 'EFFECTIVE_NOT_LATER' | 'STOP_NOT_ACCEPTED';

/** More faults than these nobody mends at once. */
const toldFaults = 20;

/** Reads a policy as it was written, or names every fault in it with its place. */
export function readPolicy(text: string): PolicyResult<MaintenancePolicy> {
  try {
    return parsePolicy(JSON.parse(text), 'policy');
  } catch {
    return { ok: false, faults: [{ place: 'policy', says: 'is no JSON' }] };
  }
}

export function policyFaults({ policy, effectiveOn }: PlanPublishAsked): Refusal<PlanPublishCode>[] {
  // The scalar lets none else in; whoever calls the act by itself may have made a slip.
  if (!isCivilDate(effectiveOn)) throw new RangeError('A version takes effect on a day.');
  const read = readPolicy(policy);
  if (read.ok) return [];
  return read.faults.slice(0, toldFaults).map(({ place, says }) => ({
    ...{ code: 'POLICY_INVALID', field: ['policy'] },
    message: `${place} ${says}.`,
    facts: { place },
  }));
}

export interface StandingPlan {
  readonly newestVersion: number;
  readonly newestEffectiveOn: CivilDate;
}

/**
 * A version holds from its day until the next one's, so days only go forward, and none changes what was (M15). Every
 * license is perpetual: a product that stops when nobody answers takes something from its owner, and that is said aloud.
 */
export function decidePlanPublish(
  plan: StandingPlan | null,
  { effectiveOn, policy, acceptStop }: PlanPublishAsked,
  today: CivilDate,
): Refusal<PlanPublishCode>[] {
  if (plan === null)
    return [
      {
        ...{ code: 'PLAN_NOT_FOUND', field: ['planId'] },
        message: 'There is no such plan: ask `products` for the id of the plan that they are sold under.',
      },
    ];
  const refusals: Refusal<PlanPublishCode>[] = [];
  if (effectiveOn < today)
    refusals.push({
      ...{ code: 'EFFECTIVE_IN_PAST', field: ['effectiveOn'] },
      message: `What was decided stays: choose today, ${today}, or a coming day.`,
      facts: { today },
    });
  if (effectiveOn <= plan.newestEffectiveOn)
    refusals.push({
      ...{ code: 'EFFECTIVE_NOT_LATER', field: ['effectiveOn'] },
      message: `The version before takes effect on ${plan.newestEffectiveOn}: choose a later day.`,
      facts: { newestVersion: plan.newestVersion, newestEffectiveOn: plan.newestEffectiveOn },
    });
  const read = readPolicy(policy);
  if (read.ok && read.value.validation?.then === 'STOP' && acceptStop !== true)
    refusals.push({
      ...{ code: 'STOP_NOT_ACCEPTED', field: ['acceptStop'] },
      message:
        'Licenses are perpetual, and by this policy a product stops that could not validate: say acceptStop: true if that is meant, or take REFUSE_CONNECTIONS or WARN.',
    });
  return refusals;
}
