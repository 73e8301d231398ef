import { describe, expect, test } from '@jest/globals';
import { newestPolicy, type DemoTenant } from '../tenants.js';
import { by, keyOf, text, vendors } from '../test-rows.js';
import { testDay } from '../test-world.js';
import type { Row } from './world.js';

interface Days {
  readonly from: string;
  readonly until: string;
}

/** By hand and without the rules: all periods that reach a license, each cut to its days there. */
function coverOf(license: Row): Days[] {
  const periods = by('coverage_period', 'subject_id');
  const through = (table: string, group: string, [joined, left]: readonly [string, string]) =>
    (by(table, 'license_id').get(keyOf(license)) ?? []).flatMap((member) =>
      (periods.get(keyOf(member, group)) ?? []).map((period) => ({
        from: [text(period, 'starts_on'), text(member, joined)].sort()[1] ?? '',
        until:
          member[left] === null
            ? text(period, 'expires_on')
            : ([text(period, 'expires_on'), text(member, left)].sort()[0] ?? ''),
      })),
    );
  return [
    ...(periods.get(keyOf(license)) ?? []).map((period) => ({
      from: text(period, 'starts_on'),
      until: text(period, 'expires_on'),
    })),
    ...through('site_member', 'site_id', ['joined_on', 'left_on']),
    ...through('contract_line', 'contract_id', ['from_on', 'until_on']),
  ].filter(({ from, until }) => from < until);
}

describe('cover', () => {
  test('of one subject never overlaps', () => {
    for (const periods of by('coverage_period', 'subject_id').values()) {
      const inOrder = periods.toSorted((first, second) =>
        text(first, 'starts_on') < text(second, 'starts_on') ? -1 : 1,
      );
      inOrder.slice(1).forEach((period, index) => {
        expect(text(period, 'starts_on') >= text(inOrder[index]!, 'expires_on')).toBe(true);
      });
    }
  });

  test('a license is at one site at a time, and twice on no contract', () => {
    for (const table of ['site_member', 'contract_line'])
      for (const places of by(table, 'license_id').values()) expect(places).toHaveLength(1);
  });
});

/** What each vendor must have among its licenses, by its plan. */
const kinds: readonly (readonly [
  string,
  (tenant: DemoTenant) => boolean,
  (license: Row, cover: readonly Days[]) => boolean,
])[] = [
  ['unbroken cover of years', hasCover, (_, cover) => cover.length > 2 && gaps(cover) === 0 && runs(cover)],
  [
    'cover that has lapsed',
    hasCover,
    (_, cover) => cover.length > 0 && cover.every(({ until }) => until <= testDay),
  ],
  ['years bought ahead', hasCover, (_, cover) => cover.some(({ from }) => from > testDay)],
  ['no cover ever', () => true, (_, cover) => cover.length === 0],
  ['a gap that a late renewal left', leavesGaps, (_, cover) => gaps(cover) > 0 && runs(cover)],
  ['an opt-in to pre-releases', () => true, (license) => license['prereleases'] === true],
  [
    'a revoked one',
    () => true,
    (license) => license['status'] === 'REVOKED' && license['revoked_at'] !== null,
  ],
  [
    'a suspended one',
    () => true,
    (license) => license['status'] === 'SUSPENDED' && license['suspended_at'] !== null,
  ],
];

function hasCover(tenant: DemoTenant): boolean {
  return newestPolicy(tenant).cover !== null;
}

function leavesGaps(tenant: DemoTenant): boolean {
  return hasCover(tenant) && newestPolicy(tenant).cover?.lapsedRenewal !== 'PREVIOUS_EXPIRY';
}

function gaps(cover: readonly Days[]): number {
  const inOrder = cover.toSorted((first, second) => (first.from < second.from ? -1 : 1));
  return inOrder.slice(1).filter(({ from }, index) => from > (inOrder[index]?.until ?? '')).length;
}

function runs(cover: readonly Days[]): boolean {
  return cover.some(({ from, until }) => from <= testDay && testDay < until);
}

describe.each(vendors)('%s', (_, { tenant, own }) => {
  const covered = own('license').map((license) => ({ license, cover: coverOf(license) }));

  test.each(kinds.filter(([, applies]) => applies(tenant)))('has %s', (__, ___, holds) => {
    expect(covered.filter(({ license, cover }) => holds(license, cover)).length).toBeGreaterThan(0);
  });

  test('keeps the last day of cover with each license', () => {
    for (const { license, cover } of covered)
      expect(license['covered_until']).toBe(
        cover
          .map(({ until }) => until)
          .sort()
          .at(-1) ?? null,
      );
  });

  test('covers what its plan says, under the version that was in force when it was paid', () => {
    const subjects = new Set(own('coverage_period').map((row) => row['subject_kind']));
    expect([...subjects].sort()).toEqual([...(newestPolicy(tenant).cover?.on ?? [])].sort());
    const known = new Set(own('coverage_period').map((row) => row['plan_version']));
    expect([...known].sort()).toEqual(
      hasCover(tenant) ? tenant.plan.versions.map(({ version }) => version) : [],
    );
    for (const row of own('coverage_period')) {
      const sold = tenant.plan.versions.findLast(
        ({ effectiveOn }) => effectiveOn <= text(row, 'created_at').slice(0, 10),
      );
      expect(row['plan_version']).toBe(sold?.version);
    }
  });

  test('members join and leave', () => {
    const places = [...own('site_member'), ...own('contract_line')];
    const ends = places.map((row) => row['left_on'] ?? row['until_on'] ?? null);
    const shared = newestPolicy(tenant).cover?.on.some((kind) => kind !== 'LICENSE') === true;
    expect(ends.includes(null)).toBe(shared);
    expect(ends.some((end) => end !== null)).toBe(shared);
  });

  test('serves licenses while they are covered', () => {
    if (!hasCover(tenant)) return;
    const cover = new Map(covered.map((one) => [one.license['id'], one.cover]));
    for (const ticket of own('ticket').filter((row) => row['license_id'] !== null)) {
      const day = text(ticket, 'opened_at').slice(0, 10);
      const served = cover.get(ticket['license_id']) ?? [];
      // An instant of office hours may be the day after in UTC.
      expect(served.some(({ from, until }) => from <= day && day <= until)).toBe(true);
    }
  });
});
