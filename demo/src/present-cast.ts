import pg from 'pg';
import { tenantSlugs } from './tenants.js';
import {
  demoIssuer,
  operatorRole,
  partnerKeyName,
  partTitles,
  roleName,
  roleTitle,
  subjectOf,
} from './world/cast.js';
import type { Role } from './world/world.js';

interface CastRow {
  readonly vendor_id: string;
  readonly slug: string;
  readonly vendor: string;
  readonly subject: string | null;
  readonly id: string;
  readonly account_id: string | null;
}

/**
 * People by the subject they sign in with, and the partner's key; a vendor without either is none of the demo's. Nor
 * is one whose clock stands: a sandbox, or what was being played when its play was killed.
 */
const present = `
  select v.vendor_id, v.slug, v.name as vendor, u.subject, m.id, m.account_id
  from vendor v
  join app_user u on u.vendor_id = v.vendor_id and u.issuer = $1
  join membership m on m.vendor_id = u.vendor_id and m.user_id = u.id and m.ends_at is null
  where v.clock_kind = 'REAL'
  union all
  select v.vendor_id, v.slug, v.name, null, k.id, k.account_id
  from vendor v join api_key k on k.vendor_id = v.vendor_id and k.name = $2
  where v.clock_kind = 'REAL'`;

/**
 * The cast of the world that the database holds, which may have been made on an earlier day; null where there is none.
 * Keys are made anew when their folder was removed, so the partners' hashes are brought up to those of now.
 */
export async function presentCast(
  licensingUrl: string,
  partnerKeyHash: (tenant: string) => string,
): Promise<readonly Role[] | null> {
  const client = new pg.Client({ connectionString: licensingUrl, application_name: 'mainstay-demo' });
  await client.connect();
  try {
    const { rows } = await client.query<CastRow>(present, [demoIssuer, partnerKeyName]);
    if (rows.length === 0) return null;
    for (const { vendor_id: vendorId, id, slug } of rows.filter((row) => row.subject === null))
      await client.query(
        'update api_key set key_hash = $3 where vendor_id = $1 and id = $2 and key_hash <> $3',
        [vendorId, id, partnerKeyHash(slug)],
      );
    return [...rolesOf(rows), operatorRole];
  } finally {
    await client.end();
  }
}

/** In the order in which the demo names its vendors and their parts. */
function rolesOf(rows: readonly CastRow[]): Role[] {
  return tenantSlugs.flatMap((slug) =>
    Object.keys(partTitles).flatMap((part): Role[] => {
      const row = rows.find(
        (one) => one.slug === slug && one.subject === (part === 'partner' ? null : subjectOf(slug, part)),
      );
      if (row === undefined) return [];
      const { vendor_id: vendorId, vendor, account_id: accountId, id, subject } = row;
      return [
        {
          name: roleName(slug, part),
          title: roleTitle(vendor, part),
          vendorId,
          accountId,
          by: subject === null ? { kind: 'key', keyId: id } : { kind: 'token', subject, membershipId: id },
        },
      ];
    }),
  );
}
