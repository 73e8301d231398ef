import { earlierOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { CoverPeriod } from '@mainstay/kernel/values/period';

/** A stretch of cover that a license had, from its own pack, its site or its contract. */
export interface HadCover extends CoverPeriod {
  readonly source: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly planId: string;
  readonly planVersion: number;
}

/**
 * A license that leaves takes along what it had (M10): the days that only a site or a contract gave it become cover of its
 * own, for those stay behind with who owns them. They are days that are over, so that nothing is given twice.
 */
export function keptCover(cover: readonly HadCover[]): HadCover[] {
  const kept: HadCover[] = [];
  for (const period of cover.filter(({ source }) => source !== 'LICENSE')) {
    const own = [...cover.filter(({ source }) => source === 'LICENSE'), ...kept];
    kept.push(...stretchesOutside(period, own));
  }
  return kept;
}

interface Stretch {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
}

/** What is left of a period where others cover already. */
function stretchesOutside(period: HadCover, others: readonly Stretch[]): HadCover[] {
  const { startsOn, expiresOn } = period;
  const left = others.reduce<Stretch[]>(
    (stretches, other) =>
      stretches
        .flatMap((one) => [
          { ...one, expiresOn: earlierOf(one.expiresOn, other.startsOn) },
          { ...one, startsOn: laterOf(one.startsOn, other.expiresOn) },
        ])
        .filter((one) => one.startsOn < one.expiresOn),
    [{ startsOn, expiresOn }],
  );
  return left.map((stretch) => ({
    ...{ ...period, ...stretch, source: 'LICENSE' },
    countedFrom: laterOf(period.countedFrom, stretch.startsOn),
    anchorDay: Number(stretch.expiresOn.slice(8)),
  }));
}
