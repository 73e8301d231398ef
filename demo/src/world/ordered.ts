import type { MadeProduct } from './catalog.js';
import type { TenantMaker } from './maker.js';
import type { Sale } from './sales.js';

/** What an order's line says of what was sold, by column, and what it became. */
export interface Ordered {
  readonly kind: 'LICENSE' | 'MAINTENANCE' | 'RENEWAL' | 'SUPPORT_PACKAGE';
  readonly product_id: unknown;
  readonly metric: unknown;
  readonly quantity: number;
  readonly units_each: number;
  readonly years: number | null;
  readonly of_line_id: null;
  readonly license_ids: readonly string[];
  readonly support_unit: string | null;
  readonly support_units: number | null;
  readonly support_valid_for: string | null;
  readonly subject_kind: 'LICENSE' | null;
  readonly subject_id: string | null;
  readonly starts_on: string | null;
  readonly expires_on: string | null;
  readonly terms: number | null;
  readonly base_expires_on: string | null;
  readonly objectIds: readonly string[];
}

const nothing: Omit<Ordered, 'kind' | 'objectIds'> = {
  ...{
    product_id: null,
    metric: null,
    quantity: 1,
    units_each: 1,
    years: null,
    of_line_id: null,
    license_ids: [],
  },
  ...{
    support_unit: null,
    support_units: null,
    support_valid_for: null,
    subject_kind: null,
    subject_id: null,
  },
  ...{ starts_on: null, expires_on: null, terms: null, base_expires_on: null },
};

/** Told by what was printed: a license itself, its first cover or a renewal of it, a site's, or a package. */
export function ordered(
  maker: TenantMaker,
  sale: Sale,
  [first]: readonly [MadeProduct, ...MadeProduct[]],
): Ordered {
  const { brings, licenseId, description, quantity } = sale;
  if (brings !== undefined) {
    const support = {
      support_unit: brings.unit,
      support_units: brings.units,
      support_valid_for: brings.validFor,
    };
    return { ...nothing, kind: 'SUPPORT_PACKAGE', quantity, ...support, objectIds: [] };
  }
  if (licenseId === null)
    return { ...nothing, kind: 'MAINTENANCE', product_id: first.id, metric: 'SITE', years: 1, objectIds: [] };
  const license = maker.rows('license').find((row) => row['id'] === licenseId);
  const of = {
    ...nothing,
    product_id: license?.['product_id'],
    metric: license?.['metric'],
    units_each: quantity,
  };
  if (description.startsWith('License of ')) return { ...of, kind: 'LICENSE', objectIds: [licenseId] };
  const [, startsOn = '', expiresOn = ''] = / from (\S+) to (\S+)$/u.exec(description) ?? [];
  const period = maker
    .rows('coverage_period')
    .find((row) => row['subject_id'] === licenseId && row['starts_on'] === startsOn);
  const objectIds = period === undefined ? [] : [String(period['id'])];
  if (period === undefined || startsOn === license?.['purchased_on'])
    return { ...of, kind: 'MAINTENANCE', years: 1, license_ids: [licenseId], objectIds };
  const renewed = { subject_kind: 'LICENSE', subject_id: licenseId, starts_on: startsOn } as const;
  const ends = { expires_on: expiresOn, terms: 1, base_expires_on: startsOn };
  return { ...of, kind: 'RENEWAL', ...renewed, ...ends, objectIds };
}
