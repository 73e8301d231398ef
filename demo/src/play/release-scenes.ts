import { releasePublish } from '@mainstay/licensing/release/release-publish';
import { readReleases } from '../tenants.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';

/** Releases that came out so many days ago or later are published by acts; who is told of them is told by mail. */
export const publishedByActsDays = 120;
const hour = 20;

/** What came out in the last months, each on its day. */
export function releaseScenes(play: Play): Scene[] {
  const since = play.day(publishedByActsDays);
  return play.tenant.products.flatMap(({ releases }, index) => {
    const product = play.products[index];
    if (product === undefined) return [];
    return readReleases(releases)
      .filter(({ releasedAt }) => releasedAt.slice(0, 10) >= since && releasedAt < play.comesTo)
      .map(
        ({ version, releasedAt }): Scene => ({
          // In the evening of the day after, wherever it is by then.
          ...{ daysAgo: play.daysSince(releasedAt) - 1, hour },
          happens: async () => {
            const given = { productId: product.id, version, releasedAt, announce: index === 0 };
            await play.licensing(play.admin, releasePublish, given);
          },
        }),
      );
  });
}
