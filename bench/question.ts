import type { LicenseOrderField, LicenseStatus } from '@mainstay/licensing/license/license.reads';

/** "My licenses": a page of them with cover, entitled version, open tickets and the latest invoice. */
export const document = `query MyLicenses($first: Int, $after: String, $filter: LicenseFilter, $orderBy: LicenseOrder) {
  licenses(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      id
      product { name }
      activationCode
      serial
      coverage { active expiresOn }
      entitledVersion { release { version } decision { accepted leading } }
      tickets(first: 3, filter: { open: true }) { nodes { id subject state openedAt } }
      latestInvoice { number issuedOn total { amount currency } }
    }
  }
}`;

export const placesDocument = `query Places($first: Int, $filter: LicenseFilter, $orderBy: LicenseOrder) {
  licenses(first: $first, filter: $filter, orderBy: $orderBy) { edges { cursor } }
}`;

export const pageSize = 20;

export interface Order {
  readonly field: LicenseOrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** The variables of one request; the peer takes them as its body. */
export interface Asked {
  readonly first: number;
  readonly after: string | null;
  readonly filter: {
    readonly status?: LicenseStatus;
    readonly coveredOn?: string;
    readonly coverEndsBefore?: string;
  };
  readonly orderBy: Order;
}

export const orders: readonly Order[] = (['CREATED_AT', 'COVERED_UNTIL', 'PURCHASED_ON'] as const).flatMap(
  (field) => (['DESC', 'ASC'] as const).map((direction) => ({ field, direction })),
);

/** One list of licenses, with the places from which at least a whole page follows; null is the beginning. */
export interface Walk {
  readonly orderBy: Order;
  readonly filter: FilterKind;
  readonly places: readonly (string | null)[];
}

export interface Asker {
  readonly name: string;
  readonly token: string;
  readonly walks: readonly Walk[];
}

export interface Question {
  readonly asker: Asker;
  readonly asked: Asked;
}

export const filterKinds = ['NONE', 'STATUS', 'COVER_ENDS', 'COVERED'] as const;
export type FilterKind = (typeof filterKinds)[number];

const dayMs = 86_400_000;

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** The days lie before and after all cover: they leave every license that ever had any, and differ by the number. */
export function filterOf(kind: FilterKind, index: number): Asked['filter'] {
  switch (kind) {
    case 'NONE':
      return {};
    case 'STATUS':
      return { status: 'ACTIVE' };
    case 'COVER_ENDS':
      return { coverEndsBefore: dayAfter('2100-01-01', index % 36_000) };
    case 'COVERED':
      return { status: 'ACTIVE', coveredOn: dayAfter('1990-01-01', index % 3_600) };
  }
}

/** How many questions differ in more than a day and a place. */
export function kindsOf(askers: readonly Asker[]): number {
  return askers.length * Math.max(...askers.map(({ walks }) => walks.length));
}

/** The question of this number: one asker after the other, each with the next of its lists, each time from the next place. */
export function questionOf(askers: readonly Asker[], index: number): Question {
  const asker = askers[index % askers.length]!;
  const turn = Math.floor(index / askers.length);
  const { orderBy, filter, places } = asker.walks[turn % asker.walks.length]!;
  const after = places[Math.floor(turn / asker.walks.length) % places.length]!;
  return { asker, asked: { first: pageSize, after, filter: filterOf(filter, index), orderBy } };
}
