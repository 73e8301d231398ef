import { describe, expect, test } from '@jest/globals';
import { whileMember, type CoverFact } from '@mainstay/licensing/maintenance/cover.rules';
import { buildCatalog, type ReleaseCatalog } from '@mainstay/licensing/release/catalog.rules';
import { newestEntitled, type LicenseFacts } from '@mainstay/licensing/release/entitlement.rules';
import { decideVersion } from '@mainstay/licensing/release/version-decision.rules';
import type { VersionCase } from '@mainstay/licensing/release/version-outcomes.rules';
import { dayNamed, firstInstant, nameOf, type DayNumber } from './calendar.js';
import { dated, Oracle } from './entitlement.js';
import { described, randomDay, randomLicense, type RandomLicense, type Source } from './licenses.js';
import { oddDays, publishedBy, tenants, zones, type Published } from './published.js';
import { chanceOf } from './random.js';
import { isPrerelease, majorOf } from './semver-order.js';

// One seed, so that a change is judged by the same licenses as the one before it; another may be named to look further.
const seed = Number(process.env['MAINSTAY_ORACLE_SEED'] ?? 20261102);
const licenses = 1_000;
const daysEach = 5;

const lists = new Map(tenants.map((tenant, place) => [tenant, publishedBy(tenant, chanceOf(seed + place))]));
const calendars = new Map(
  [...lists].flatMap(([tenant, releases]) =>
    zones.map((zone) => [`${tenant} ${zone}`, dated(releases, zone)] as const),
  ),
);
const catalogs = new Map(tenants.map((tenant) => [tenant, catalogOf(lists.get(tenant) ?? [])]));

function catalogOf(releases: readonly Published[]): ReleaseCatalog {
  return buildCatalog(
    releases.map(({ version, atMs, yankedAtMs }) => ({
      id: version,
      version,
      major: majorOf(version),
      prerelease: isPrerelease(version),
      releasedAtMs: atMs,
      yankedAtMs,
    })),
  );
}

function factOf({ from, until, membership, upgrades }: Source): CoverFact | null {
  const startsOn = nameOf(from);
  const period = { startsOn, expiresOn: nameOf(until), countedFrom: startsOn, upgrades, planVersion: 1 };
  if (!membership) return period;
  return whileMember(
    period,
    nameOf(membership.joined),
    membership.left === null ? null : nameOf(membership.left),
  );
}

function caseOf(license: RandomLicense, day: DayNumber): VersionCase {
  const catalog = catalogs.get(license.tenant);
  if (!catalog) throw new RangeError(`${license.tenant} has no catalog.`);
  const facts: LicenseFacts = {
    purchasedOn: nameOf(license.purchasedOn),
    status: license.status,
    revokedAtMs: license.status === 'REVOKED' ? license.endedAtMs : null,
    suspendedAtMs: license.status === 'SUSPENDED' ? license.endedAtMs : null,
    prereleases: license.prereleases,
    periods: license.sources.map(factOf).filter((period) => period !== null),
  };
  return {
    catalog,
    facts,
    policy: license.gated
      ? { version: 1, versionGate: 'MAINTENANCE', upgrades: 'MAJOR', lapsedRenewal: 'PURCHASE_DAY' }
      : { version: 1, versionGate: 'NONE', upgrades: null, lapsedRenewal: null },
    moment: { asOf: nameOf(day), nowMs: license.nowMs, zone: license.zone },
  };
}

/** The first release that is not entitled any more, where a rule would err first. */
function nextAfter(cutoffMs: number | null, releases: readonly Published[]): Published {
  const later = releases.filter(({ atMs }) => atMs >= (cutoffMs ?? 0));
  return later.reduce((first, one) => (one.atMs < first.atMs ? one : first), later[0] ?? releases[0]!);
}

const oddInstants = new Set(
  zones.flatMap((zone) => oddDays[zone].map((day) => `${zone} ${firstInstant(dayNamed(day), zone)}`)),
);

/** What the random licenses came upon, so that a sample that tries nothing is found out. */
interface Reach {
  answered: number;
  empty: number;
  cutOnOddDay: number;
  refused: number;
}

function compareAll(reach: Reach): string[] {
  const differences: string[] = [];
  for (let number = 0; number < licenses; number++) {
    const chance = chanceOf(seed * 1_000 + number);
    const license = randomLicense(chance, lists);
    const releases = lists.get(license.tenant) ?? [];
    const oracle = new Oracle(license, calendars.get(`${license.tenant} ${license.zone}`) ?? []);
    for (let asked = 0; asked < daysEach; asked++) {
      const day = randomDay(chance, license, releases);
      const answer = oracle.answer(day);
      const { version } = chance.percent(50) ? chance.pick(releases) : nextAfter(answer.cutoffMs, releases);
      const expected = { ...answer, [version]: oracle.accepts(version, day) };
      const questioned = caseOf(license, day);
      const { catalog, facts, policy, moment } = questioned;
      const { release, cutoffMs } = newestEntitled(catalog, facts, policy, moment);
      const { accepted } = decideVersion(questioned, version);
      const ruled = { newest: release?.version ?? null, cutoffMs, [version]: accepted };
      if (JSON.stringify(ruled) !== JSON.stringify(expected)) {
        const where = `seed ${seed}, license ${number}, as of ${nameOf(day)}`;
        differences.push(
          `${where}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(ruled)} for ${described(license)}`,
        );
      }
      reach[expected.newest === null ? 'empty' : 'answered']++;
      if (oddInstants.has(`${license.zone} ${expected.cutoffMs ?? 0}`)) reach.cutOnOddDay++;
      if (!accepted) reach.refused++;
    }
  }
  return differences;
}

describe('entitled versions, against a program that knows nothing of the rules', () => {
  test(`${licenses} random licenses, ${daysEach} days each`, () => {
    const reach: Reach = { answered: 0, empty: 0, cutOnOddDay: 0, refused: 0 };
    expect(compareAll(reach).slice(0, 5)).toEqual([]);
    expect(reach.answered).toBeGreaterThan(2_000);
    expect(reach.empty).toBeGreaterThan(500);
    expect(reach.cutOnOddDay).toBeGreaterThan(300);
    expect(reach.refused).toBeGreaterThan(1_000);
  });
});
