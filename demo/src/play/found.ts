import type pg from 'pg';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { addDays, firstInstantOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { tellPlans, tellProducts, tellVendor } from '@mainstay/licensing/facts/tell';
import { insertAll } from '../load.js';
import { readTenant, type DemoTenant } from '../tenants.js';
import { demoIssuer, operatorSubject, subjectOf } from '../world/cast.js';
import { makeCatalog, type MadeProduct } from '../world/catalog.js';
import { TenantMaker } from '../world/maker.js';
import type { Tables } from '../world/world.js';
import type { Databases } from './backstage.js';
import type { Player } from './play.js';

/** A tenant as it is before anybody acts. */
export interface Founded {
  readonly tenant: DemoTenant;
  readonly vendorId: string;
  readonly products: [MadeProduct, ...MadeProduct[]];
  readonly admin: Player;
  /** What its clock shows, ISO 8601. */
  readonly now: string;
}

export interface Founding {
  readonly slug: string;
  readonly seed: number;
  /** The first day of its play. */
  readonly firstOn: CivilDate;
  /** Releases from this day on are published by acts. */
  readonly releasesBefore: CivilDate;
}

export type Owners = Readonly<Record<'licensing' | 'support', pg.Client>>;

const openingHour = 8;

/** In an order that keys allow. */
const written = {
  licensing: [
    ...['vendor', 'app_user', 'membership'],
    ...['maintenance_plan', 'maintenance_plan_version', 'product', 'release'],
  ],
  support: ['support_calendar'],
} as const;

/**
 * What no act makes: the vendor with a clock that stands, its plan and products, what was released before, its opening
 * hours, and its first administrator. Written past the policies, as tenants are founded by whoever runs an installation.
 */
export async function found(owners: Owners, foundings: readonly Founding[]): Promise<Founded[]> {
  const made = foundings.map(foundOne);
  const gather = (names: readonly string[]): Tables =>
    Object.fromEntries(names.map((name) => [name, made.flatMap(({ maker }) => maker.rows(name))]));
  await Promise.all([
    insertAll(owners.licensing, {
      operator: [{ issuer: demoIssuer, subject: operatorSubject }],
      ...gather(written.licensing),
    }),
    insertAll(owners.support, gather(written.support)),
  ]);
  return made.map(({ founded }) => founded);
}

function foundOne({ slug, seed, firstOn, releasesBefore }: Founding) {
  const tenant = readTenant(slug);
  const maker = new TenantMaker(tenant, firstOn, seed);
  const now = new Date(firstInstantOf(firstOn, tenant.zone) + openingHour * 3_600_000).toISOString();
  const products = makeCatalog(maker, { kind: 'FROZEN', at: now }, releasesBefore);
  const { offsetMinutes, opening, holidays, extraOpenings } = tenant.supportCalendar;
  maker.add('support_calendar', {
    ...{ offset_minutes: offsetMinutes, opening, holidays, extra_openings: extraOpenings },
  });
  const { vendorId } = maker;
  const founded: Founded = { tenant, vendorId, products, admin: firstAdmin(maker), now };
  return { maker, founded };
}

function firstAdmin(maker: TenantMaker): Player {
  const since = addDays(maker.today, -1);
  const [userId, membershipId] = [maker.id('usr', since), maker.id('mbr', since)];
  maker.add('app_user', { id: userId, issuer: demoIssuer, subject: subjectOf(maker.tenant.slug, 'admin') });
  maker.add('membership', {
    ...{ id: membershipId, user_id: userId, role: 'VENDOR_ADMIN', account_id: null, reseller_id: null },
    ...{ starts_at: maker.instant(since), ends_at: null },
  });
  return {
    ...{ role: 'VENDOR_ADMIN', databaseRole: 'app_admin', accountId: null, userId, membershipId },
    ...{ keyId: null, scopes: [] },
  };
}

/** The other services are told of it as they are told of everything. */
export async function tellFounded(
  { licensing }: Databases,
  { vendorId, tenant, products, now }: Founded,
  consumers: readonly string[],
): Promise<void> {
  await licensing.transactAs({ job: 'demo', vendorId }, async (transaction) => {
    const planIds = [...new Set(products.map(({ planId }) => planId))];
    const events = [
      ...(await tellVendor(transaction, 'vendor.created')),
      ...(await tellPlans(transaction, planIds)),
      ...(await tellProducts(
        transaction,
        products.map(({ id }) => id),
      )),
    ];
    await leaveTrail(transaction, instantOf(now, tenant.zone), {
      ...{ act: 'tenantFound', actorKind: 'JOB', userId: null, reason: null, answers: null, consumers },
      effect: { result: { vendorId }, accountId: null, changes: [], events },
    });
  });
}
