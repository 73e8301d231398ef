import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import {
  decideAssociate,
  pairFaults,
  plannedAssociations,
  uncoveredAfter,
  type AssociateAsked,
  type AssociateCode,
  type AssociateFacts,
  type Associated,
  type Pair,
} from './associate.rules.js';

export type PreviewWarning = 'STACKED' | 'OTHERS_UNCOVERED' | 'DAYS_LOST' | 'DOUBLED' | 'OVER_ALREADY';

/** What one pair would come to; without cover where it is refused for what it names. */
export interface PreviewedPair {
  readonly pair: Pair;
  readonly planned: Associated | null;
  readonly warnings: readonly PreviewWarning[];
  readonly refusals: readonly Refusal<AssociateCode>[];
}

export interface AssociatePreview {
  /** In the order in which they were asked. */
  readonly pairs: readonly PreviewedPair[];
  /** Why the list as a whole is refused. */
  readonly refusals: readonly Refusal<AssociateCode>[];
  /** Licenses of the customers and products of the list that would still have no cover. */
  readonly uncoveredLicenseIds: readonly string[];
}

/**
 * What `maintenanceAssociate` would make of the same pairs: those that nothing speaks against are laid behind one another
 * as if the others were left out (M4).
 */
export function previewAssociate(
  facts: AssociateFacts,
  asked: AssociateAsked,
  today: CivilDate,
): AssociatePreview {
  const wrong = pairFaults(asked);
  if (wrong.length > 0) return { pairs: [], refusals: wrong, uncoveredLicenseIds: [] };
  const faults = decideAssociate(facts, { ...asked, acceptPast: true }, today);
  const whole = faults.filter(({ field }) => field[0] !== 'pairs');
  if (whole.length > 0) return { pairs: [], refusals: whole, uncoveredLicenseIds: [] };
  const byIndex = Map.groupBy(faults, ({ field }) => Number(field[1]));
  const accepted = { ...asked, pairs: asked.pairs.filter((_, index) => !byIndex.has(index)) };
  const planned = plannedAssociations(facts, accepted, today);
  const byCode = new Map(planned.map((one) => [one.maintenanceCodeId, one]));
  const past = Map.groupBy(decideAssociate(facts, accepted, today), (refusal) =>
    String(refusal.facts?.['maintenanceCodeId']),
  );
  return {
    pairs: asked.pairs.map((pair, index) => {
      const found = byCode.get(pair.maintenanceCodeId) ?? null;
      const refusals = byIndex.get(index) ?? past.get(pair.maintenanceCodeId) ?? [];
      return { pair, planned: found, warnings: found === null ? [] : warningsOf(found, today), refusals };
    }),
    refusals: [],
    uncoveredLicenseIds: uncoveredAfter(facts, planned, today),
  };
}

function warningsOf(planned: Associated, today: CivilDate): PreviewWarning[] {
  const { stacksOn, uncoveredLicenseIds, daysLost, doubledDays, period } = planned;
  const warnings: [PreviewWarning, boolean][] = [
    ['STACKED', stacksOn !== null],
    ['OTHERS_UNCOVERED', uncoveredLicenseIds.length > 0],
    ['DAYS_LOST', daysLost > 0],
    ['DOUBLED', doubledDays > 0],
    ['OVER_ALREADY', period.expiresOn <= today],
  ];
  return warnings.filter(([, holds]) => holds).map(([warning]) => warning);
}
