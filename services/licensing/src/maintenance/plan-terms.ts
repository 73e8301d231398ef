import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import type { PlanInForce } from './plan.reads.js';

type Cover = NonNullable<MaintenancePolicy['cover']>;
type Support = MaintenancePolicy['support'];

function coverTerms(cover: Cover) {
  const { firstTerm } = cover;
  return {
    ...cover,
    firstTerm: typeof firstTerm === 'string' ? firstTerm : firstTerm.otherwise,
    firstTermWithTraining: typeof firstTerm === 'string' ? null : firstTerm.withTraining,
  };
}

function targetTerms(target: NonNullable<Support['responseTarget']>) {
  return target.by === 'CLOCK'
    ? { by: 'HOURS', amount: target.hours }
    : { by: target.by, amount: target.days };
}

function supportTerms({ units, responseTarget, ...support }: Support) {
  return {
    ...support,
    unit: units.kind,
    bugIsFree: units.kind === 'UNLIMITED' || units.bugIsFree,
    responseTarget: responseTarget === null ? null : targetTerms(responseTarget),
  };
}

/** A plan as the public reads it: the words of its policy, with what a policy writes in one of several shapes as fields. */
export function planTerms({ id, name, version, effectiveOn, policy }: PlanInForce) {
  return {
    id,
    name,
    version,
    effectiveOn,
    ...policy,
    cover: policy.cover === null ? null : coverTerms(policy.cover),
    support: supportTerms(policy.support),
  };
}
