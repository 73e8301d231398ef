import { buildTestWorld } from './test-world.js';
import { readTenant, type DemoTenant } from './tenants.js';
import type { Row } from './world/world.js';

/** The world of tests, and how tests look into it: by hand, without the rules that made it. */
export const world = buildTestWorld();

const services = [world.licensing, world.support, world.billing];
const names = new Set(services.flatMap((service) => Object.keys(service)));

/** What each service has of its own, together; what they know of licensing's, once. */
export const tables: Readonly<Record<string, readonly Row[]>> = Object.fromEntries(
  [...names].map((name): [string, readonly Row[]] => {
    const found = services.map((service) => service[name] ?? []);
    return [name, name.startsWith('known_') ? (found.at(-1) ?? []) : found.flat()];
  }),
);

export function rowsOf(table: string): readonly Row[] {
  const rows = tables[table];
  if (rows === undefined) throw new Error(`There is no table ${table}.`);
  return rows;
}

export function text(row: Row, column: string): string {
  return String(row[column]);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`${column} is no number.`);
  return value;
}

export function keyOf(row: Row, column = 'id'): string {
  return `${text(row, 'vendor_id')}/${text(row, column)}`;
}

const groups = new Map<string, ReadonlyMap<string, readonly Row[]>>();

/** Rows by `keyOf` that column. */
export function by(table: string, column: string): ReadonlyMap<string, readonly Row[]> {
  const name = `${table}.${column}`;
  const known = groups.get(name) ?? Map.groupBy(rowsOf(table), (row) => keyOf(row, column));
  groups.set(name, known);
  return known;
}

/** One vendor's file and rows, by its slug. */
export interface VendorWorld {
  readonly tenant: DemoTenant;
  readonly vendorId: string;
  readonly own: (table: string) => readonly Row[];
}

export const vendors = rowsOf('vendor').map((vendor): [string, VendorWorld] => {
  const tenant = readTenant(text(vendor, 'slug'));
  const vendorId = text(vendor, 'vendor_id');
  const own = (table: string) => rowsOf(table).filter((row) => row['vendor_id'] === vendorId);
  return [tenant.slug, { tenant, vendorId, own }];
});
