import { earlierOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { Row, Tables } from './world.js';

/** What the other services would have been told, had the world been made by acts: whole objects, as the last event tells. */
export function factsOf(licensing: Tables): Readonly<Record<'support' | 'billing', Tables>> {
  const accounts = (licensing['account'] ?? []).map((row) =>
    pick(row, ['vendor_id', 'id', 'kind', 'reseller_id']),
  );
  const licenses = knownLicenses(licensing);
  const vendors = (licensing['vendor'] ?? []).map((row) => ({
    ...{ id: row['vendor_id'] ?? null },
    ...pick(row, ['vendor_id', 'name', 'zone', 'currency', 'clock_kind']),
  }));
  const named = licensing['account'] ?? [];
  const sized = new Map((licensing['license'] ?? []).map((row) => [row['id'], row]));
  const sold = { known_product: products(licensing), known_plan: plans(licensing) };
  const agreed = contracts(licensing);
  return {
    support: {
      ...{ known_vendor: vendors, ...sold, known_account: accounts, known_license: licenses },
      known_product: productsWithReleases(licensing),
      known_contract: agreed.map((row) =>
        pick(row, ['vendor_id', 'id', 'account_id', 'reseller_id', 'periods', 'lines']),
      ),
    },
    billing: {
      known_vendor: vendors,
      ...sold,
      known_account: accounts.map((row, index) => ({
        ...row,
        ...pick(named[index] ?? {}, ['name', 'country']),
      })),
      known_license: licenses.map((row) => ({
        ...row,
        ...pick(sized.get(row['id']) ?? {}, ['metric', 'quantity']),
      })),
      known_contract: agreed,
    },
  };
}

function products(licensing: Tables): Row[] {
  return (licensing['product'] ?? []).map((row) => pick(row, ['vendor_id', 'id', 'name', 'plan_id']));
}

/** As the database writes an instant of whole seconds in JSON. */
function toldInstant(at: unknown): string | null {
  return typeof at === 'string' ? new Date(at).toISOString().replace('.000Z', '+00:00') : null;
}

/** By version, and each instant as the database tells it in JSON. */
function productsWithReleases(licensing: Tables): Row[] {
  const releases = Map.groupBy(licensing['release'] ?? [], (row) => row['product_id']);
  return products(licensing).map((row) => ({
    ...row,
    releases: (releases.get(row['id']) ?? [])
      .toSorted((a, b) => (String(a['semver_key']) < String(b['semver_key']) ? -1 : 1))
      .map(({ version, released_at: releasedAt, yanked_at: yankedAt }) => ({
        ...{ version, releasedAt: toldInstant(releasedAt), yankedAt: toldInstant(yankedAt) },
      })),
  }));
}

function plans(licensing: Tables): Row[] {
  const versions = Map.groupBy(licensing['maintenance_plan_version'] ?? [], (row) => row['plan_id']);
  return (licensing['maintenance_plan'] ?? []).map((row) => ({
    ...pick(row, ['vendor_id', 'id', 'name']),
    versions: (versions.get(row['id']) ?? []).map(({ version, effective_on: effectiveOn, policy }) => ({
      ...{ version, effectiveOn, policy },
    })),
  }));
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function knownLicenses(licensing: Tables): Row[] {
  const periods = Map.groupBy(licensing['coverage_period'] ?? [], (row) => row['subject_id']);
  const subjects = Map.groupBy(subjectsOf(licensing), ({ licenseId }) => licenseId);
  return (licensing['license'] ?? []).map((row) => ({
    ...pick(row, ['vendor_id', 'id', 'account_id', 'reseller_id', 'product_id', 'status']),
    cover: (subjects.get(row['id']) ?? [])
      .flatMap((subject) => (periods.get(subject.id) ?? []).flatMap((period) => cut(period, subject)))
      .sort((first, second) => (orderOf(first) < orderOf(second) ? -1 : 1)),
  }));
}

function contracts(licensing: Tables): Row[] {
  const periods = Map.groupBy(licensing['coverage_period'] ?? [], (row) => row['subject_id']);
  const lines = Map.groupBy(licensing['contract_line'] ?? [], (row) => row['contract_id']);
  const products = new Map((licensing['license'] ?? []).map((row) => [row['id'], row['product_id'] ?? null]));
  const ofLine = (row: Row) => ({
    ...{ id: row['id'], licenseId: row['license_id'], productId: products.get(row['license_id'] ?? null) },
    ...{ quantity: row['quantity'], yearlyNetMinor: row['yearly_price_minor'] },
    ...{ fromOn: row['from_on'], untilOn: row['until_on'] ?? null },
  });
  const ofPeriod = (row: Row) => ({
    ...{ id: row['id'], startsOn: row['starts_on'], expiresOn: row['expires_on'] },
    ...{ anchorDay: row['anchor_day'], planId: row['plan_id'], planVersion: row['plan_version'] },
    purchasedOn: null,
  });
  return (licensing['contract'] ?? []).map((row) => ({
    ...pick(row, ['vendor_id', 'id', 'account_id', 'reseller_id', 'number']),
    periods: inOrder(periods.get(row['id']) ?? [], 'starts_on').map(ofPeriod),
    lines: inOrder(lines.get(row['id']) ?? [], 'from_on').map(ofLine),
  }));
}

/** As the database sorts them: by the day, then by id. */
function inOrder(rows: readonly Row[], day: string): Row[] {
  const keyOf = (row: Row) => `${String(row[day])}/${String(row['id'])}`;
  return [...rows].sort((first, second) => (keyOf(first) < keyOf(second) ? -1 : 1));
}

/** What may cover a license, and on which days: itself, its sites while a member, its contracts while a line. */
interface Subject {
  readonly licenseId: unknown;
  readonly id: unknown;
  readonly fromOn: CivilDate | null;
  readonly untilOn: CivilDate | null;
}

function subjectsOf(licensing: Tables): Subject[] {
  const day = (value: unknown) => (typeof value === 'string' ? value : null);
  const through = (rows: readonly Row[], id: string, from: string, until: string) =>
    rows.map((row) => ({
      licenseId: row['license_id'],
      id: row[id],
      fromOn: day(row[from]),
      untilOn: day(row[until]),
    }));
  return [
    ...(licensing['license'] ?? []).map(({ id }) => ({ licenseId: id, id, fromOn: null, untilOn: null })),
    ...through(licensing['site_member'] ?? [], 'site_id', 'joined_on', 'left_on'),
    ...through(licensing['contract_line'] ?? [], 'contract_id', 'from_on', 'until_on'),
  ];
}

interface Covered {
  readonly id: string;
  readonly startsOn: CivilDate;
}

function cut(period: Row, { fromOn, untilOn }: Subject): Covered[] {
  const [starts, expires] = [String(period['starts_on']), String(period['expires_on'])];
  const startsOn = fromOn === null ? starts : laterOf(starts, fromOn);
  const expiresOn = untilOn === null ? expires : earlierOf(expires, untilOn);
  if (startsOn >= expiresOn) return [];
  const {
    id,
    subject_kind: source,
    counted_from: countedFrom,
    anchor_day: anchorDay,
    plan_id: planId,
    plan_version: planVersion,
  } = period;
  const days = { startsOn, expiresOn, countedFrom, anchorDay };
  return [{ ...{ id: String(id), source }, ...days, ...{ planId, planVersion } }];
}

/** As the database sorts them: by first day, then by id. */
function orderOf({ startsOn, id }: Covered): string {
  return `${startsOn}/${id}`;
}
