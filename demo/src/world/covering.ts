import { firstInstantOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { whileMember } from '@mainstay/licensing/maintenance/cover.rules';
import type { SoldPeriod } from '@mainstay/licensing/notice/notice.rules';
import type { TenantMaker } from './maker.js';
import type { Row } from './world.js';

/** A period that covers a license, and since when it did. */
export interface Covering {
  /** Cut to the days since the license joined. */
  readonly period: SoldPeriod;
  /** When it was bought, or the license joined. */
  readonly sinceMs: number;
  /** The first day on which the license was no more there; null while it stays. */
  readonly leftOn: CivilDate | null;
}

interface Place {
  readonly subject: unknown;
  readonly from: CivilDate | null;
  readonly until: CivilDate | null;
}

/** All that covers or ever covered each license: its own periods, its sites' and its contracts'. */
export function coveringOf(maker: TenantMaker): ReadonlyMap<unknown, readonly Covering[]> {
  const periods = Map.groupBy(maker.rows('coverage_period'), (row) => row['subject_id']);
  const places = placesOf(maker);
  return new Map(
    maker.rows('license').map(({ id }) => {
      const all = [{ subject: id, from: null, until: null }, ...(places.get(id) ?? [])];
      return [
        id,
        all.flatMap((place) =>
          (periods.get(place.subject) ?? []).flatMap((row) => within(maker, row, place)),
        ),
      ];
    }),
  );
}

function placesOf(maker: TenantMaker): ReadonlyMap<unknown, readonly Place[]> {
  const day = (value: unknown) => (typeof value === 'string' ? value : null);
  const through = (table: string, subject: string, from: string, until: string) =>
    maker
      .rows(table)
      .map((row): [unknown, Place] => [
        row['license_id'],
        { subject: row[subject], from: day(row[from]), until: day(row[until]) },
      ]);
  const places = [
    ...through('site_member', 'site_id', 'joined_on', 'left_on'),
    ...through('contract_line', 'contract_id', 'from_on', 'until_on'),
  ];
  const grouped = Map.groupBy(places, ([licenseId]) => licenseId);
  return new Map([...grouped].map(([licenseId, all]) => [licenseId, all.map(([, place]) => place)]));
}

function within(maker: TenantMaker, row: Row, { from, until }: Place): Covering[] {
  const whole: SoldPeriod = {
    ...{ startsOn: String(row['starts_on']), expiresOn: String(row['expires_on']) },
    ...{ countedFrom: String(row['counted_from']), termEndsOn: String(row['expires_on']) },
    ...{ planId: String(row['plan_id']), planVersion: Number(row['plan_version']) },
  };
  const period = from === null ? whole : whileMember(whole, from, null);
  const joinedMs = from === null ? 0 : firstInstantOf(from, maker.tenant.zone);
  const sinceMs = Math.max(Date.parse(String(row['created_at'])), joinedMs);
  return period === null ? [] : [{ period, sinceMs, leftOn: until }];
}
