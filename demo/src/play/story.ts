import { gatherPeople } from './people.js';
import type { Play } from './play.js';
import { ownershipScenes } from './ownership-scenes.js';
import { publishPrices } from './prices.js';
import { releaseScenes } from './release-scenes.js';
import { supportScenes } from './support-scenes.js';
import { holdingsOf, tradeScenes } from './trade-scenes.js';

/** The day on which a tenant's play begins. */
export const firstDaysAgo = 760;

/** One tenant's past, from its first day to an instant of the one that is today. */
export async function tellStory(play: Play, comesTo: string): Promise<void> {
  await publishPrices(play);
  const people = await gatherPeople(play);
  const holdings = holdingsOf(people);
  const scenes = [
    ...tradeScenes(play, people, holdings),
    ...ownershipScenes(play, people, holdings),
    ...supportScenes(play, people, holdings),
    ...releaseScenes(play),
  ];
  scenes.sort((one, other) => other.daysAgo - one.daysAgo || one.hour - other.hour);
  for (const { daysAgo, hour, happens } of scenes) {
    await play.goTo(daysAgo, hour);
    await happens();
  }
  await play.goToInstant(comesTo);
  await play.settle();
}
