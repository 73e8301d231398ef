import type { CivilDate } from './civil.js';

/** PASSED and FAILED decide; WARNED is a hint that does not refuse. */
export const ruleVerdicts = ['PASSED', 'FAILED', 'WARNED'] as const;
export type RuleVerdict = (typeof ruleVerdicts)[number];

export type FactValue = string | number | boolean | null;

/** One rule that was looked at, with the facts it saw. */
export interface RuleOutcome<Code extends string> {
  readonly code: Code;
  /** The rule of the domain, such as `M6`. */
  readonly rule: string;
  readonly verdict: RuleVerdict;
  readonly facts: Readonly<Record<string, FactValue>>;
}

export const remedyActions = ['RENEW', 'BUY', 'WAIT_FOR', 'OPT_IN', 'PAY'] as const;
export type RemedyAction = (typeof remedyActions)[number];

/**
 * One thing that would change a refused verdict. A verdict turns when every failed rule is cleared, so two remedies
 * that clear the same rule are alternatives, and two that clear different rules are both needed.
 */
export interface Remedy<Code extends string = string> {
  readonly action: RemedyAction;
  /** RENEW: the end that cover must reach at least. WAIT_FOR: the day to wait for. */
  readonly until: CivilDate | null;
  readonly version: string | null;
  readonly clears: readonly Code[];
  /** The same as a sentence for people. */
  readonly text: string;
}

/** An answer that explains itself (M13): verdict, every rule looked at, the policy version, the ways forward. */
export interface Decision<Code extends string> {
  readonly accepted: boolean;
  /** The first failed rule by precedence; null where nothing failed. */
  readonly leading: Code | null;
  readonly failed: readonly Code[];
  readonly warnings: readonly Code[];
  readonly outcomes: readonly RuleOutcome<Code>[];
  readonly policyVersion: number;
  readonly remedies: readonly Remedy<Code>[];
}

/** Draws the verdict from outcomes that stand in order of precedence. */
export function decide<Code extends string>(
  outcomes: readonly RuleOutcome<Code>[],
  policyVersion: number,
  remedies: readonly Remedy<Code>[] = [],
): Decision<Code> {
  const failed = codesOf(outcomes, 'FAILED');
  const accepted = failed.length === 0;
  return {
    accepted,
    leading: failed[0] ?? null,
    failed,
    warnings: codesOf(outcomes, 'WARNED'),
    outcomes,
    policyVersion,
    remedies: accepted ? [] : remedies,
  };
}

function codesOf<Code extends string>(
  outcomes: readonly RuleOutcome<Code>[],
  verdict: RuleVerdict,
): readonly Code[] {
  return outcomes.filter((outcome) => outcome.verdict === verdict).map((outcome) => outcome.code);
}
