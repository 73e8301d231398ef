import { addDays, civilDayOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { Remedy } from '@mainstay/kernel/values/decision';
import { renewalStart } from '@mainstay/kernel/values/start';
import { lastExpiry, type CoverFact } from '../maintenance/cover.rules.js';
import type { ReleaseFact } from './catalog.rules.js';
import {
  failedCodes,
  versionOutcomes,
  type VersionCase,
  type VersionRuleCode,
} from './version-outcomes.rules.js';

export type VersionRemedy = Remedy<VersionRuleCode>;

/**
 * The case as it would be with a remedy taken now. Remedies are proposed only after the rules, asked about this case,
 * have accepted: what a remedy is worth is decided by the rules themselves.
 */
export function afterRemedy(asked: VersionCase, remedy: VersionRemedy): VersionCase {
  const { facts, moment } = asked;
  switch (remedy.action) {
    case 'OPT_IN':
      return { ...asked, facts: { ...facts, prereleases: true } };
    case 'PAY':
      return { ...asked, facts: { ...facts, status: 'ACTIVE', suspendedAtMs: null } };
    case 'WAIT_FOR':
      return { ...asked, moment: { ...moment, asOf: laterOf(moment.asOf, remedy.until ?? moment.asOf) } };
    case 'RENEW':
      return remedy.until === null ? asked : withCover(asked, remedy.until);
    case 'BUY':
      return remedy.until === null ? withNewLicense(asked) : withCover(asked, remedy.until);
  }
}

/** Cover bought today that reaches a day at least. It starts where the policy says, so a past day may stay uncovered. */
function withCover(asked: VersionCase, until: CivilDate): VersionCase {
  const { facts, policy } = asked;
  if (policy.lapsedRenewal === null || policy.upgrades === null) return asked;
  const today = todayOf(asked);
  const end = lastExpiry(facts.periods);
  const start =
    end === null ? { startsOn: today, countedFrom: today } : renewalStart(policy.lapsedRenewal, today, end);
  const period: CoverFact = {
    ...start,
    expiresOn: laterOf(until, addDays(start.startsOn, 1)),
    upgrades: policy.upgrades,
    planVersion: policy.version,
  };
  return { ...asked, facts: { ...facts, periods: [...facts.periods, period] } };
}

function withNewLicense(asked: VersionCase): VersionCase {
  return {
    ...asked,
    facts: {
      ...asked.facts,
      purchasedOn: todayOf(asked),
      status: 'ACTIVE',
      revokedAtMs: null,
      suspendedAtMs: null,
      periods: [],
    },
  };
}

/**
 * What would turn a refusal (M13). Each way is tried on the rules and kept only if they accept then; a new license is
 * proposed last, only where nothing helps the one there is.
 */
export function versionRemedies(asked: VersionCase, version: string): readonly VersionRemedy[] {
  const failed = failedCodes(versionOutcomes(asked, version));
  const release = asked.catalog.byVersion.get(version);
  if (!release || failed.includes('VERSION_UNKNOWN')) return [];
  const turns = (way: readonly VersionRemedy[]) =>
    failedCodes(versionOutcomes(way.reduce(afterRemedy, asked), version)).length === 0;
  const optIn = failed.includes('PRERELEASE_NOT_OPTED_IN') ? [optingIn()] : [];
  const settled = [...(failed.includes('LICENSE_SUSPENDED') ? [paying()] : []), ...optIn];
  if (settled.length > 0 && turns(settled)) return settled;
  const ways = [
    ...waits(asked, release, failed).map((wait) => [wait, ...settled]),
    ...covers(asked, release).map((cover) => [cover, ...settled]),
  ].filter(turns);
  if (ways.length > 0) return [...new Set(withoutLaterWaits(ways).flat())];
  const bought = [buying(version, failed), ...optIn];
  return turns(bought) ? bought : [];
}

/** The first day that helps is enough; later ones say nothing more. */
function withoutLaterWaits(ways: readonly VersionRemedy[][]): readonly VersionRemedy[][] {
  const first = ways.find(([remedy]) => remedy?.action === 'WAIT_FOR');
  return ways.filter((way) => way === first || way[0]?.action !== 'WAIT_FOR');
}

const clearedByWaiting: readonly VersionRuleCode[] = [
  'NOT_PURCHASED',
  'VERSION_NOT_RELEASED',
  'VERSION_AFTER_CUTOFF',
];

/** The days on which something changes: the purchase, the release, and the start of cover already bought. */
function waits(
  { facts, moment }: VersionCase,
  release: ReleaseFact,
  failed: readonly VersionRuleCode[],
): VersionRemedy[] {
  const days = [
    facts.purchasedOn,
    civilDayOf(release.releasedAtMs, moment.zone),
    ...facts.periods.map((period) => period.startsOn),
  ];
  return [...new Set(days)]
    .filter((day) => day > moment.asOf)
    .sort()
    .map((day) => ({
      action: 'WAIT_FOR',
      until: day,
      version: null,
      clears: failed.filter((code) => clearedByWaiting.includes(code)),
      text: `From ${day} on the license may use this version.`,
    }));
}

/**
 * Cover that takes in the release must reach the day after its day. What is sold today ends after today, whatever day
 * it is counted from: also a renewal from the old end covers whole terms up to the first that does (M5).
 */
function covers(asked: VersionCase, release: ReleaseFact): VersionRemedy[] {
  const { facts, policy, moment } = asked;
  if (policy.lapsedRenewal === null) return [];
  const until = addDays(laterOf(civilDayOf(release.releasedAtMs, moment.zone), todayOf(asked)), 1);
  const clears = ['VERSION_AFTER_CUTOFF'] as const;
  return facts.periods.length > 0
    ? [
        {
          action: 'RENEW',
          until,
          version: null,
          clears,
          text: `Renew maintenance so that cover reaches ${until} at least.`,
        },
      ]
    : [
        {
          action: 'BUY',
          until,
          version: null,
          clears,
          text: `Buy maintenance that covers the license until ${until} at least.`,
        },
      ];
}

function buying(version: string, failed: readonly VersionRuleCode[]): VersionRemedy {
  return {
    action: 'BUY',
    until: null,
    version,
    clears: failed.filter((code) => code !== 'PRERELEASE_NOT_OPTED_IN'),
    text: 'Buy a new license: it may use every version published up to its day of purchase.',
  };
}

function optingIn(): VersionRemedy {
  return {
    action: 'OPT_IN',
    until: null,
    version: null,
    clears: ['PRERELEASE_NOT_OPTED_IN'],
    text: 'Opt in to pre-releases for this license.',
  };
}

function paying(): VersionRemedy {
  return {
    action: 'PAY',
    until: null,
    version: null,
    clears: ['LICENSE_SUSPENDED'],
    text: 'Pay what is open: the license is suspended until then.',
  };
}

function todayOf({ moment }: VersionCase): CivilDate {
  return civilDayOf(moment.nowMs, moment.zone);
}
