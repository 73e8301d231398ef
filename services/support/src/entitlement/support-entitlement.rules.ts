import { addDays, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import {
  decide,
  type Decision,
  type FactValue,
  type Remedy,
  type RuleOutcome,
} from '@mainstay/kernel/values/decision';
import type { ExcludableWork, MaintenancePolicy } from '@mainstay/kernel/values/policy';

/** In order of precedence; the order is part of the contract. Excluded work stays excluded, whatever is renewed. */
export const supportRuleCodes = [
  'LICENSE_REVOKED',
  'LICENSE_SUSPENDED',
  'WORK_EXCLUDED',
  'NOT_COVERED',
  'UNITS_TOO_FEW',
] as const;
export type SupportRuleCode = (typeof supportRuleCodes)[number];

/** A period that covers a license, its own, its site's or its contract's, as licensing tells it. */
export interface CoverFact {
  readonly id: string;
  readonly source: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly planId: string;
  readonly planVersion: number;
}

export type LicenseStatus = 'ACTIVE' | 'SUSPENDED' | 'REVOKED';

/** Who asks for what, on a day. */
export interface SupportCase {
  /** Null where the case is about no license in particular: any cover of the account counts then. */
  readonly status: LicenseStatus | null;
  readonly cover: readonly CoverFact[];
  readonly policy: Pick<MaintenancePolicy, 'cover' | 'support'>;
  readonly policyVersion: number;
  /** What the account has of the plan's unit on that day and may use for it. */
  readonly available: number;
  /** Null for work that no plan excludes. */
  readonly work: ExcludableWork | null;
  readonly asOf: CivilDate;
  readonly today: CivilDate;
}

export type SupportDecision = Decision<SupportRuleCode>;

/** "Is support owed?" (S1, M13) */
export function decideSupport(asked: SupportCase): SupportDecision {
  const outcomes = outcomesOf(asked);
  return decide(outcomes, asked.policyVersion, remediesOf(asked, outcomes));
}

/** The cover that serves on a day: of several the one that lasts longest. */
export function servingCover(cover: readonly CoverFact[], day: CivilDate): CoverFact | null {
  return cover
    .filter(({ startsOn, expiresOn }) => startsOn <= day && day < expiresOn)
    .reduce<CoverFact | null>(
      (longest, period) => (longest === null || period.expiresOn > longest.expiresOn ? period : longest),
      null,
    );
}

/** How many units must be there before a case is opened (S5, S7). */
export function unitsToOpen({ support: { units } }: Pick<MaintenancePolicy, 'support'>): number {
  if (units.kind === 'UNLIMITED') return 0;
  return units.kind === 'TICKET' ? 1 : units.categories.QUESTION;
}

type Outcome = RuleOutcome<SupportRuleCode>;

function outcome(code: SupportRuleCode, holds: boolean, facts: Readonly<Record<string, FactValue>>): Outcome {
  return { code, rule: 'S1', verdict: holds ? 'PASSED' : 'FAILED', facts };
}

function outcomesOf(asked: SupportCase): Outcome[] {
  const { status, work, policy, cover, asOf, available } = asked;
  const needed = unitsToOpen(policy);
  const serving = servingCover(cover, asOf);
  return [
    ...(status === null
      ? []
      : [
          outcome('LICENSE_REVOKED', status !== 'REVOKED', { status }),
          outcome('LICENSE_SUSPENDED', status !== 'SUSPENDED', { status }),
        ]),
    outcome('WORK_EXCLUDED', work === null || !policy.support.excludedWork.includes(work), { work }),
    ...(policy.cover === null
      ? []
      : [
          outcome('NOT_COVERED', serving !== null, {
            asOf,
            coveredUntil: serving?.expiresOn ?? lastEnd(cover, asOf),
          }),
        ]),
    ...(needed === 0
      ? []
      : [
          outcome('UNITS_TOO_FEW', available >= needed, {
            unit: policy.support.units.kind,
            ...{ available, needed },
          }),
        ]),
  ];
}

/** The last day without cover that begun by then; null where none had. */
function lastEnd(cover: readonly CoverFact[], day: CivilDate): CivilDate | null {
  return cover
    .filter(({ startsOn }) => startsOn <= day)
    .reduce<CivilDate | null>(
      (last, { expiresOn }) => (last === null ? expiresOn : laterOf(last, expiresOn)),
      null,
    );
}

/** What would turn a refusal, as far as the plan leaves a way (S1); what is revoked or excluded is turned by nothing. */
function remediesOf(asked: SupportCase, outcomes: readonly Outcome[]): Remedy<SupportRuleCode>[] {
  const failed = outcomes.filter(({ verdict }) => verdict === 'FAILED').map(({ code }) => code);
  if (failed.includes('LICENSE_REVOKED') || failed.includes('WORK_EXCLUDED')) return [];
  return failed.flatMap((code) => remedyFor(code, asked));
}

function remedyFor(code: SupportRuleCode, asked: SupportCase): Remedy<SupportRuleCode>[] {
  const remedy = { until: null, version: null, clears: [code] } as const;
  switch (code) {
    case 'LICENSE_SUSPENDED':
      return [{ ...remedy, action: 'PAY', text: 'Pay what is open: the license is suspended until then.' }];
    case 'NOT_COVERED':
      return coverRemedies(asked);
    case 'UNITS_TOO_FEW':
      return [{ ...remedy, action: 'BUY', text: unitsText(asked) }];
    case 'LICENSE_REVOKED':
    case 'WORK_EXCLUDED':
      return [];
  }
}

function unitsText({ policy }: SupportCase): string {
  return policy.support.units.kind === 'CREDIT'
    ? 'Buy a package of support credits: it serves all licenses of the account.'
    : 'Buy a support pack: it adds tickets as soon as it is paid.';
}

function coverRemedies({ cover, asOf, today }: SupportCase): Remedy<SupportRuleCode>[] {
  const coming = cover
    .map(({ startsOn }) => startsOn)
    .filter((day) => day > asOf)
    .sort()[0];
  const clears = ['NOT_COVERED'] as const;
  const wait: Remedy<SupportRuleCode>[] =
    coming === undefined
      ? []
      : [{ action: 'WAIT_FOR', until: coming, version: null, clears, text: `Cover begins on ${coming}.` }];
  const until = addDays(laterOf(asOf, today), 1);
  const bought = cover.length > 0;
  return [
    ...wait,
    {
      ...{ action: bought ? 'RENEW' : 'BUY', until, version: null, clears },
      text: bought
        ? `Renew maintenance so that cover reaches ${until} at least.`
        : `Buy maintenance that covers the license until ${until} at least.`,
    },
  ];
}
