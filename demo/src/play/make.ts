import type pg from 'pg';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import { addDays, civilDayOf } from '@mainstay/kernel/values/civil';
import { connect, lockKey } from '../load.js';
import { readTenant, tenantSlugs } from '../tenants.js';
import { demoIssuer } from '../world/cast.js';
import { openBackstage, openDatabases, serviceNames, type Databases, type ServiceName } from './backstage.js';
import { found, tellFounded, type Founded } from './found.js';
import { Play } from './play.js';
import { actedReleasesFrom } from './release-scenes.js';
import { firstDaysAgo, tellStory } from './story.js';

export interface Making {
  /** Of the administrator of each database, who founds tenants and hands them over. */
  readonly ownerUrls: Readonly<Record<ServiceName, string>>;
  readonly loginUrls: Readonly<Record<ServiceName, string>>;
  readonly seed: number;
  /** What the real clock shows when the tenants are handed over to it, ISO 8601. */
  readonly now: string;
  /** The real instant, ISO 8601: what has to wait is tried again by it. */
  readonly clock: () => string;
  readonly say: (text: string) => void;
}

type Owners = Readonly<Record<ServiceName, pg.Client>>;

/**
 * Makes the demo's tenants by playing what happened to them: each is born with a clock that stands on a day that is past,
 * lives through the same acts and jobs as every tenant, and is handed over to the real clock last of all. Only where no
 * tenant lives; tells whether it did. What a killed play left belongs to nobody and is cleared.
 */
export async function makeByActs(making: Making): Promise<boolean> {
  const { ownerUrls } = making;
  const owners: Owners = {
    licensing: await connect(ownerUrls.licensing),
    support: await connect(ownerUrls.support),
    billing: await connect(ownerUrls.billing),
  };
  try {
    await owners.licensing.query('select pg_advisory_lock($1)', [lockKey]);
    if (await isLivedIn(owners.licensing)) return false;
    await Promise.all(serviceNames.map((name) => clear(owners[name])));
    await owners.licensing.query('delete from operator where issuer = $1', [demoIssuer]);
    making.say('playing what happened to four demo vendors');
    await playAll(owners, making);
    return true;
  } finally {
    // The lock ends with its connection.
    await Promise.all(Object.values(owners).map((client) => client.end()));
  }
}

/** Anything but what a killed play left: vendors of the demo whose clocks stand, and which are no sandboxes. */
async function isLivedIn(licensing: pg.Client): Promise<boolean> {
  const { rows } = await licensing.query<{ found: boolean }>(
    `select exists (select from vendor
       where clock_kind = 'REAL' or sandbox_of is not null or slug <> all($1)) as found`,
    [tenantSlugs],
  );
  return rows[0]?.found === true;
}

/** Of all that belongs to vendors. */
async function clear(owner: pg.Client): Promise<void> {
  const tables = await tablesOf(owner);
  const filled = tables.map((table) => `exists (select from ${table})`).join(' or ');
  const { rows } = await owner.query<{ filled: boolean }>(`select ${filled} as filled`);
  // To empty so many tables takes longer than to see that they are.
  if (rows[0]?.filled === true) await owner.query(`truncate ${tables.join(', ')} cascade`);
}

async function tablesOf(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'vendor_id')`,
  );
  return rows.map(({ name }) => name);
}

async function playAll(owners: Owners, { loginUrls, seed, now, clock, say }: Making): Promise<void> {
  const tenants = await found(
    owners,
    tenantSlugs.map((slug, index) => {
      const tenant = readTenant(slug);
      const today = civilDayOf(Date.parse(now), tenant.zone);
      return {
        ...{ slug, seed: seed + index, firstOn: addDays(today, -firstDaysAgo) },
        releasesBefore: actedReleasesFrom(tenant, today),
      };
    }),
  );
  const databases = openDatabases(loginUrls, silent);
  const played = await Promise.allSettled(
    tenants.map(async (founded) => {
      await playTenant(databases, founded, { comesTo: now, clock });
      say(`played ${String(Math.floor(firstDaysAgo / 365))} years of ${founded.tenant.name}`);
    }),
  );
  await Promise.all(Object.values(databases).map((database) => database.close()));
  for (const one of played) if (one.status === 'rejected') throw one.reason;
  await handOver(owners, tenants);
}

/** What goes wrong ends the play, with its error. */
const silent: GraphLogger = { warn: () => undefined, error: () => undefined };

async function playTenant(
  databases: Databases,
  founded: Founded,
  { comesTo, clock }: { readonly comesTo: string; readonly clock: () => string },
): Promise<void> {
  const { vendorId } = founded;
  const backstage = openBackstage(databases, vendorId, { clock, logger: silent });
  try {
    await tellFounded(databases, founded, backstage.outlets.licensing.consumers);
    const play = new Play({ ...founded, databases, backstage, comesTo });
    await play.settle();
    await tellStory(play, comesTo);
  } finally {
    await backstage.stop();
  }
}

/** What no act can do: the clock of a tenant that was played becomes the real one. Licensing comes last, and knows. */
async function handOver(owners: Owners, tenants: readonly Founded[]): Promise<void> {
  const ids = tenants.map(({ vendorId }) => vendorId);
  for (const name of ['support', 'billing'] as const)
    await owners[name].query("update known_vendor set clock_kind = 'REAL' where id = any($1)", [ids]);
  await Promise.all(serviceNames.map((name) => analyze(owners[name])));
  await owners.licensing.query(
    `update vendor set clock_kind = 'REAL', frozen_at = null, sandbox = false where vendor_id = any($1)`,
    [ids],
  );
}

/** Plans of the first requests are made by what is really there. */
async function analyze(owner: pg.Client): Promise<void> {
  await owner.query(`analyze ${(await tablesOf(owner)).join(', ')}`);
}
