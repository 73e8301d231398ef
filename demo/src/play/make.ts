import type pg from 'pg';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import { addDays } from '@mainstay/kernel/values/civil';
import { tenantSlugs } from '../tenants.js';
import { openBackstage, openDatabases, serviceNames, type Databases, type ServiceName } from './backstage.js';
import { found, tellFounded, type Founded } from './found.js';
import { Play } from './play.js';
import { publishedByActsDays } from './release-scenes.js';
import { firstDaysAgo, tellStory } from './story.js';

export interface Making {
  /** The administrator of each database, who founds tenants and hands them over. */
  readonly owners: Readonly<Record<ServiceName, pg.Client>>;
  readonly loginUrls: Readonly<Record<ServiceName, string>>;
  readonly seed: number;
  /** What the real clock shows when the tenants are handed over to it, ISO 8601. */
  readonly now: string;
  readonly logger: GraphLogger;
}

/** As many as there are processors at least: one waits for the server while the other acts. */
const playedAtOnce = Number(process.env['LANES']??2);

/**
 * Makes the demo's tenants by playing what happened to them: each is born with a clock that stands on a day that is past,
 * lives through the same acts and jobs as every tenant, and is handed over to the real clock last of all.
 */
export async function makeByActs({ owners, loginUrls, seed, now, logger }: Making): Promise<void> {
  const today = now.slice(0, 10);
  const tenants = await found(
    owners,
    tenantSlugs.map((slug, index) => ({
      ...{ slug, seed: seed + index, firstOn: addDays(today, -firstDaysAgo) },
      releasesBefore: addDays(today, -publishedByActsDays),
    })),
  );
  const waiting = [...tenants];
  const lane = async () => {
    const databases = openDatabases(loginUrls, logger);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await playTenant(databases, next, now, logger);
    } finally {
      await Promise.all(Object.values(databases).map((database) => database.close()));
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: playedAtOnce }, lane));
  for (const one of lanes) if (one.status === 'rejected') throw one.reason;
  await handOver(owners, tenants);
}

async function playTenant(databases: Databases, founded: Founded, comesTo: string, logger: GraphLogger) {
  const { vendorId } = founded;
  const backstage = openBackstage(databases, vendorId, logger);
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
async function handOver(owners: Making['owners'], tenants: readonly Founded[]): Promise<void> {
  const ids = tenants.map(({ vendorId }) => vendorId);
  for (const name of ['support', 'billing'] as const)
    await owners[name].query("update known_vendor set clock_kind = 'REAL' where id = any($1)", [ids]);
  await Promise.all(serviceNames.map((name) => owners[name].query('analyze')));
  await owners.licensing.query(
    `update vendor set clock_kind = 'REAL', frozen_at = null, sandbox = false where vendor_id = any($1)`,
    [ids],
  );
}
