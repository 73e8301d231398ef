import type { RuleOutcome } from '@mainstay/kernel/values/decision';
import type { DecidedSupport } from './support-case.rules.js';
import type { SupportRuleCode } from './support-entitlement.rules.js';

function toldRule({ code, rule, verdict, facts }: RuleOutcome<SupportRuleCode>) {
  const told = Object.entries(facts).map(([name, value]) => ({
    name,
    value: value === null ? null : String(value),
  }));
  return { code, rule, verdict, facts: told };
}

/** A decision as the public reads it. */
export function toldDecision(decided: DecidedSupport) {
  const { support } = decided.policy;
  const { accepted, asOf, leading, failed, outcomes, planId, planName, policyVersion } = decided;
  const wants = failed.includes('NOT_COVERED') || failed.includes('UNITS_TOO_FEW');
  return {
    ...{ accepted, asOf, leading, failed, planId, planName, policyVersion },
    rules: outcomes.map(toldRule),
    ...{ channels: support.channels, unit: support.units.kind },
    ...{ available: decided.available, needed: decided.needed },
    coveredUntil: decided.policy.cover === null ? null : (decided.serving?.expiresOn ?? null),
    waysForward: wants ? support.withoutCover : [],
    remedies: decided.remedies,
  };
}
