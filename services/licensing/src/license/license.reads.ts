import type DataLoader from 'dataloader';
import type { SortDirection } from '@mainstay/kernel/db/cursor';
import {
  KeysetPages,
  PageLoader,
  type Page,
  type PageReader,
  type PageRequest,
} from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statementByRole } from '@mainstay/kernel/db/role-statement';
import type { DatabaseRole } from '@mainstay/kernel/graph/viewer';
import { newestPlanVersion } from '../product/product.reads.js';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

/** One period of effective cover, already cut to the days on which the license was a member or a line. */
export interface CoverRow {
  readonly id: string;
  readonly source: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly startsOn: string;
  readonly expiresOn: string;
  readonly countedFrom: string;
  readonly planId: string;
  readonly planVersion: number;
}

const licenseStatuses = ['ACTIVE', 'REVOKED', 'SUSPENDED'] as const;
export type LicenseStatus = (typeof licenseStatuses)[number];

/** A license with its product and all that covers it, in one row. */
export interface LicenseRow {
  readonly id: string;
  readonly accountId: string;
  /** This and the serial: null to a role without the grant. */
  readonly activationCode: string | null;
  readonly serial: string | null;
  readonly metric: string;
  readonly quantity: number;
  readonly status: LicenseStatus;
  readonly revokedAt: string | null;
  readonly suspendedAt: string | null;
  readonly purchasedOn: string;
  readonly prereleases: boolean;
  readonly createdAt: string;
  readonly productId: string;
  readonly productName: string;
  readonly productSlug: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly catalogRevision: number;
  /** By first day; null where there never was any. */
  readonly cover: readonly CoverRow[] | null;
}

export type LicenseOrderField = 'COVERED_UNTIL' | 'PURCHASED_ON' | 'CREATED_AT';

/** What a list of licenses may be narrowed to; what is left out or null narrows nothing. */
export interface LicenseFilter {
  readonly accountId?: string | null | undefined;
  readonly productId?: string | null | undefined;
  readonly status?: LicenseStatus | null | undefined;
  readonly coveredOn?: string | null | undefined;
  readonly coverEndsBefore?: string | null | undefined;
  /** Normalized. */
  readonly codeKey?: string | null | undefined;
}

export interface LicensesAsked {
  readonly page: PageArgs;
  readonly filter?: LicenseFilter | null | undefined;
  readonly orderBy?:
    { readonly field: LicenseOrderField; readonly direction: SortDirection } | null | undefined;
}

/** What may cover the license `l`, and on which days: itself, its sites while a member, its contracts while a line. */
export const coveringSubjects = `select l.id as subject_id, null::date as from_on, null::date as until_on
    union all select m.site_id, m.joined_on, m.left_on from site_member m where m.license_id = l.id
    union all select n.contract_id, n.from_on, n.until_on from contract_line n where n.license_id = l.id`;

/** Own periods, the sites' while a member, the contracts' while a line: each cut to the days that count. */
export const licenseCover = `(
  select json_agg(json_build_object('id', c.id, 'source', c.subject_kind,
      'startsOn', greatest(c.starts_on, s.from_on), 'expiresOn', least(c.expires_on, s.until_on),
      'countedFrom', c.counted_from, 'anchorDay', c.anchor_day, 'planId', c.plan_id, 'planVersion', c.plan_version)
    order by greatest(c.starts_on, s.from_on), c.id)
  from (
    ${coveringSubjects}
  ) s join coverage_period c on c.subject_id = s.subject_id
  where greatest(c.starts_on, s.from_on) < least(c.expires_on, s.until_on))`;

function columns(role: DatabaseRole): string {
  const secrets =
    role === 'app_analyst'
      ? 'null::text as "activationCode", null::text as serial'
      : 'l.activation_code as "activationCode", l.serial';
  return `l.id, l.account_id as "accountId", ${secrets}, l.metric, l.quantity, l.status,
    l.revoked_at as "revokedAt", l.suspended_at as "suspendedAt", l.purchased_on as "purchasedOn", l.prereleases,
    l.created_at as "createdAt", p.id as "productId", p.name as "productName", p.slug as "productSlug",
    p.plan_id as "planId", ${newestPlanVersion} as "planVersion", p.catalog_revision as "catalogRevision",
    ${licenseCover} as cover`;
}

const from = 'license l join product p on p.id = l.product_id';

/** A license with its product and all that covers it, for jobs. */
export const wholeLicenses = `select ${columns('app_admin')} from ${from}`;

type FilterName =
  'account' | 'product' | 'coveredOn' | 'coverEndsBefore' | 'code' | `status:${LicenseStatus}`;

/** A text for each status, so that a kept plan knows how rare it is. */
const statusFilters = Object.fromEntries(
  licenseStatuses.map((status) => [`status:${status}`, `l.status = '${status}'`]),
) as Record<`status:${LicenseStatus}`, string>;

const list = {
  columns,
  from,
  id: 'l.id',
  orders: {
    COVERED_UNTIL: { column: 'l.covered_until', type: 'date', nullable: true },
    PURCHASED_ON: { column: 'l.purchased_on', type: 'date' },
    CREATED_AT: { column: 'l.created_at', type: 'timestamptz' },
  },
  filters: {
    ...statusFilters,
    account: (parameter: string) => `l.account_id = ${parameter}::text`,
    product: (parameter: string) => `l.product_id = ${parameter}::text`,
    coveredOn: (parameter: string) => `l.covered_until > ${parameter}::date`,
    coverEndsBefore: (parameter: string) => `l.covered_until < ${parameter}::date`,
    code: (parameter: string) => `l.code_key = ${parameter}::text`,
  },
} as const;

const all = new KeysetPages<LicenseRow, LicenseOrderField, FilterName>({ ...list, name: 'license.page' });
const ofAccount = new KeysetPages<LicenseRow, LicenseOrderField, FilterName>({
  ...list,
  name: 'license.ofAccount',
  parent: 'l.account_id',
});

function by(name: string, condition: string) {
  return statementByRole<LicenseRow>(
    name,
    (role) => `select ${columns(role)} from ${from} where ${condition}`,
  );
}

const byIds = by('license.byIds', 'l.id = any($1::text[])');
const byCode = by('license.byCode', 'l.code_key = $1::text');
const bySerial = by('license.bySerial', 'l.serial_key = $1::text');
const byCover = by(
  'license.byCover',
  `l.id in (select $1::text union all select m.license_id from site_member m where m.site_id = $1::text
     union all select n.license_id from contract_line n where n.contract_id = $1::text) order by l.id limit 100`,
);

/** Newest first unless asked otherwise. */
function requestOf({ page, filter, orderBy }: LicensesAsked): PageRequest<LicenseOrderField, FilterName> {
  const status = filter?.status ?? null;
  return {
    args: page,
    order: orderBy?.field ?? 'CREATED_AT',
    direction: orderBy?.direction ?? 'DESC',
    filter: {
      account: filter?.accountId,
      product: filter?.productId,
      coveredOn: filter?.coveredOn,
      coverEndsBefore: filter?.coverEndsBefore,
      code: filter?.codeKey,
      ...(status === null ? {} : { [`status:${status}` as const]: true }),
    },
  };
}

/** Every read of licenses, for one request: a page, its products and its cover are one statement. */
export class LicenseReads {
  readonly #byId: DataLoader<string, LicenseRow | null>;
  readonly #ofAccount: PageLoader<LicenseRow, LicenseOrderField, FilterName>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, byIds);
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  byId(id: string): Promise<LicenseRow | null> {
    return this.#byId.load(id);
  }

  byCode(codeKey: string): Promise<LicenseRow | null> {
    return this.#one(byCode, codeKey);
  }

  bySerial(serialKey: string): Promise<LicenseRow | null> {
    return this.#one(bySerial, serialKey);
  }

  /** Of a license, a site or a contract: the first 100 that it covers or ever covered. */
  coveredBy(subjectId: string): Promise<LicenseRow[]> {
    const { database, viewer, signal } = this.reader;
    return database.read(viewer, byCover(viewer), [subjectId], signal);
  }

  list(asked: LicensesAsked): Promise<Page<LicenseRow>> {
    return all.read(this.reader, requestOf(asked));
  }

  ofAccount(accountId: string, asked: LicensesAsked): Promise<Page<LicenseRow>> {
    return this.#ofAccount.load(accountId, requestOf(asked));
  }

  async #one(find: typeof byCode, key: string): Promise<LicenseRow | null> {
    const { database, viewer, signal } = this.reader;
    const [row] = await database.read(viewer, find(viewer), [key], signal);
    return row ?? null;
  }
}
