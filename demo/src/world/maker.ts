import { addDays, firstInstantOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { newId, type IdPrefix } from '@mainstay/kernel/values/ids';
import type { DemoTenant } from '../tenants.js';
import { SeededRandom } from './random.js';
import type { Row } from './world.js';

/** What one tenant's world is made with: its rows so far, its day, and the chances that vary it. */
export class TenantMaker {
  readonly random: SeededRandom;
  readonly vendorId: string;
  readonly tables = new Map<string, Row[]>();

  constructor(
    readonly tenant: DemoTenant,
    readonly today: CivilDate,
    seed: number,
    /** Of a tenant that is there; a new one unless told. */
    vendorId: string | null = null,
  ) {
    this.random = new SeededRandom(seed);
    this.vendorId = vendorId ?? this.id('vnd', addDays(today, -3_000));
  }

  /** An id as old as what it names, so that ids sort as they do where people work. */
  id(prefix: IdPrefix, day: CivilDate): string {
    return newId(prefix, this.instantMs(day), this.random.bytes);
  }

  /** Some second of office hours of a day in the vendor's zone. */
  instantMs(day: CivilDate): number {
    return firstInstantOf(day, this.tenant.zone) + this.random.between(8 * 3_600, 17 * 3_600) * 1_000;
  }

  instant(day: CivilDate): string {
    return new Date(this.instantMs(day)).toISOString();
  }

  daysAgo(days: number): CivilDate {
    return addDays(this.today, -days);
  }

  add(table: string, row: Row): void {
    const rows = this.tables.get(table) ?? [];
    rows.push({ vendor_id: this.vendorId, ...row });
    this.tables.set(table, rows);
  }

  /** What a service of the tenant is to do, and when: each has a table of its own for that. */
  addDue(
    service: 'licensing' | 'support' | 'billing',
    due: { readonly kind: string; readonly key: string; readonly dueAt: string },
  ): void {
    this.add(`${service}.due_work`, { kind: due.kind, key: due.key, due_at: due.dueAt });
  }

  /** Columns of rows that are there, once what they name has been made. */
  change(table: string, more: (row: Row) => Row): void {
    this.tables.set(
      table,
      this.rows(table).map((row) => ({ ...row, ...more(row) })),
    );
  }

  rows(table: string): readonly Row[] {
    return this.tables.get(table) ?? [];
  }
}

/** The columns that every owned row carries. */
export interface Owner {
  readonly accountId: string;
  readonly resellerId: string | null;
}

export function ownedBy({ accountId, resellerId }: Owner): Row {
  return { account_id: accountId, reseller_id: resellerId };
}
