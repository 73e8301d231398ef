import { dayNamed, firstInstant, localDay, nameOf, type DayNumber } from './calendar.js';
import { oddDays, tenants, zones, type Published, type Tenant, type Zone } from './published.js';
import type { Chance } from './random.js';

/** Cover from somewhere: of the license itself, or of a site or contract while the license belongs to it. */
export interface Source {
  readonly from: DayNumber;
  readonly until: DayNumber;
  readonly membership: { readonly joined: DayNumber; readonly left: DayNumber | null } | null;
  readonly upgrades: 'MAJOR' | 'MINOR';
}

export interface RandomLicense {
  readonly tenant: Tenant;
  readonly zone: Zone;
  readonly gated: boolean;
  readonly purchasedOn: DayNumber;
  readonly prereleases: boolean;
  readonly status: 'ACTIVE' | 'REVOKED' | 'SUSPENDED';
  readonly endedAtMs: number | null;
  readonly sources: readonly Source[];
  readonly nowMs: number;
}

const early = dayNamed('2019-01-01');
const late = dayNamed('2026-12-31');

export function randomLicense(
  chance: Chance,
  lists: ReadonlyMap<Tenant, readonly Published[]>,
): RandomLicense {
  const tenant = chance.pick(tenants);
  const zone = chance.pick(zones);
  const releases = lists.get(tenant) ?? [];
  const purchasedOn = chance.percent(40)
    ? interestingDay(chance, zone, releases)
    : chance.whole(early, late - 200);
  const nowMs = chance.percent(20)
    ? chance.pick(releases).atMs + chance.whole(-1, 1)
    : firstInstant(chance.whole(dayNamed('2023-01-01'), late), zone) + chance.whole(0, 86_399_999);
  const status = chance.percent(85) ? 'ACTIVE' : chance.pick(['REVOKED', 'SUSPENDED'] as const);
  return {
    tenant,
    zone,
    gated: chance.percent(90),
    purchasedOn,
    prereleases: chance.percent(25),
    status,
    endedAtMs: status === 'ACTIVE' ? null : firstInstant(chance.whole(purchasedOn, late), zone),
    sources: chance.percent(8)
      ? []
      : [...ownCover(chance, zone, purchasedOn), ...sharedCover(chance, zone, purchasedOn)],
    nowMs,
  };
}

function interestingDay(chance: Chance, zone: Zone, releases: readonly Published[]): DayNumber {
  if (chance.percent(40)) return dayNamed(chance.pick(oddDays[zone])) + chance.whole(-1, 1);
  return localDay(chance.pick(releases).atMs, zone) + chance.whole(-1, 1);
}

/** A term after another, some after a lapse, many that end on an odd day. */
function ownCover(chance: Chance, zone: Zone, purchasedOn: DayNumber): Source[] {
  const sources: Source[] = [];
  const oneScope = chance.percent(50) ? chance.pick(['MAJOR', 'MINOR'] as const) : null;
  let from = purchasedOn + (chance.percent(60) ? 0 : chance.whole(-100, 500));
  for (let terms = chance.whole(0, 4); terms > 0; terms--) {
    const until = end(chance, zone, from);
    sources.push({ from, until, membership: null, upgrades: oneScope ?? chance.pick(['MAJOR', 'MINOR']) });
    from = until + (chance.percent(60) ? 0 : chance.whole(1, 400));
  }
  return sources;
}

/** Up to two sites or contracts, which the license joins and may leave at any time. */
function sharedCover(chance: Chance, zone: Zone, purchasedOn: DayNumber): Source[] {
  return Array.from({ length: chance.whole(0, 2) }, () => {
    const from = purchasedOn + chance.whole(-300, 1200);
    const joined = from + chance.whole(-200, 400);
    const left = chance.percent(50) ? end(chance, zone, joined) : null;
    return {
      from,
      until: end(chance, zone, from),
      membership: { joined, left },
      upgrades: chance.pick(['MAJOR', 'MINOR'] as const),
    };
  });
}

function end(chance: Chance, zone: Zone, from: DayNumber): DayNumber {
  const odd = oddDays[zone].map(dayNamed).filter((day) => day > from && day < from + 900);
  return odd.length > 0 && chance.percent(40) ? chance.pick(odd) : from + chance.pick([1, 30, 365, 366, 731]);
}

/** Days at which an answer changes, days beside them, today, and others. */
export function randomDay(chance: Chance, license: RandomLicense, releases: readonly Published[]): DayNumber {
  const edges = license.sources.flatMap(({ from, until, membership }) =>
    [from, until, membership?.joined, membership?.left].filter((day) => typeof day === 'number'),
  );
  const ended = license.endedAtMs === null ? [] : [localDay(license.endedAtMs, license.zone)];
  switch (chance.whole(0, 4)) {
    case 0:
      return localDay(license.nowMs, license.zone) + chance.whole(0, 1);
    case 1:
      return interestingDay(chance, license.zone, releases);
    case 2:
      return chance.whole(early, late + 700);
    default:
      return chance.pick([license.purchasedOn, ...edges, ...ended]) + chance.whole(-1, 1);
  }
}

/** Written so that a case that failed can be read and put into a table. */
export function described(license: RandomLicense): string {
  const day = (number: DayNumber | null) => (number === null ? null : nameOf(number));
  return JSON.stringify({
    ...license,
    purchasedOn: nameOf(license.purchasedOn),
    endedAt: license.endedAtMs === null ? null : new Date(license.endedAtMs).toISOString(),
    now: new Date(license.nowMs).toISOString(),
    sources: license.sources.map(({ from, until, membership, upgrades }) => ({
      from: day(from),
      until: day(until),
      membership: membership && { joined: day(membership.joined), left: day(membership.left) },
      upgrades,
    })),
  });
}
