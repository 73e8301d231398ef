import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import { releasePublish } from '@mainstay/licensing/release/release-publish';
import { readReleases, type DemoTenant, type PublishedRelease } from '../tenants.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';

/** So many releases of each list are published by acts, the newest; who is told of them is told by mail. */
const publishedByActs = 2;
const hour = 20;

/** From this day on releases of a tenant are published by acts; what came out before is there when it is founded. */
export function actedReleasesFrom({ products }: DemoTenant, today: CivilDate): CivilDate {
  const days = products.flatMap(({ releases }) =>
    readReleases(releases).map(({ releasedAt }) => releasedAt.slice(0, 10)),
  );
  return (
    [...new Set(days)]
      .filter((day) => day < today)
      .toSorted()
      .at(-publishedByActs) ?? today
  );
}

/** The newest releases, each on the evening of the day after it came out. */
export function releaseScenes(play: Play): Scene[] {
  const since = actedReleasesFrom(play.tenant, play.day(0));
  const days = Map.groupBy(
    play.tenant.products.flatMap((_, index) => comingOf(play, index, since)),
    ({ releasedAt }) => play.daysSince(releasedAt) - 1,
  );
  return [...days].map(([daysAgo, releases]) => ({
    ...{ daysAgo, hour },
    happens: async () => {
      for (const release of releases) await play.licensing(play.admin, releasePublish, release);
    },
  }));
}

/** Of the first product with word to its owners. */
function comingOf(play: Play, index: number, since: CivilDate) {
  const productId = play.products[index]?.id ?? '';
  const isComing = ({ releasedAt }: PublishedRelease) =>
    releasedAt.slice(0, 10) >= since && addDays(releasedAt.slice(0, 10), 1) < play.day(0);
  return readReleases(play.tenant.products[index]?.releases ?? '')
    .filter(isComing)
    .map(({ version, releasedAt }) => ({ productId, version, releasedAt, announce: index === 0 }));
}
