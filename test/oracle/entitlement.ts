import { dayCount, firstInstant, localDay, type DayNumber } from './calendar.js';
import type { RandomLicense, Source } from './licenses.js';
import type { Published } from './published.js';
import { isPrerelease, majorOf, precedes } from './semver-order.js';

export interface Answer {
  readonly newest: string | null;
  readonly cutoffMs: number | null;
}

/** A release as the wall calendar of the vendor shows it. */
export interface Dated extends Published {
  readonly on: DayNumber;
  readonly yankedOn: DayNumber | null;
  readonly major: number;
  readonly prerelease: boolean;
}

/**
 * M6 and M14 by brute force: a calendar page for every day says what covers it, every release is looked at on its page,
 * and instants are compared only with `now`.
 */
export class Oracle {
  readonly #license: RandomLicense;
  readonly #releases: readonly Dated[];
  readonly #coverOn: readonly (readonly Source[])[];
  readonly #majorAtPurchase: number | null;

  constructor(license: RandomLicense, releases: readonly Dated[]) {
    this.#license = license;
    this.#releases = releases;
    this.#coverOn = pages(license.sources);
    this.#majorAtPurchase = this.#majorOn(license.purchasedOn);
  }

  answer(day: DayNumber): Answer {
    if (day < this.#license.purchasedOn) return { newest: null, cutoffMs: null };
    const endDay = this.#endDay(day);
    const cutoffMs = endDay === null ? null : firstInstant(endDay, this.#license.zone);
    if (this.#hasEnded(day)) return { newest: null, cutoffMs };
    let newest: Dated | null = null;
    for (const release of this.#releases) {
      if (this.#isYanked(release, day) || !this.#mayRun(release, day, endDay)) continue;
      if (!newest || precedes(newest.version, release.version)) newest = release;
    }
    return { newest: newest?.version ?? null, cutoffMs };
  }

  /** Whether a machine that runs it is valid; a yanked one is. */
  accepts(version: string, day: DayNumber): boolean {
    if (day < this.#license.purchasedOn || this.#hasEnded(day)) return false;
    const asked = this.#releases.find((release) => release.version === version);
    return asked !== undefined && this.#mayRun(asked, day, this.#endDay(day));
  }

  #mayRun(release: Dated, day: DayNumber, endDay: DayNumber | null): boolean {
    if (!this.#isPublished(release, day)) return false;
    if (release.prerelease && !this.#license.prereleases) return false;
    if (endDay === null || release.on <= this.#license.purchasedOn) return true;
    if (release.on >= endDay) return false;
    if (this.#deciding(release.on, day).some((source) => source.upgrades === 'MAJOR')) return true;
    return release.major === this.#majorAtPurchase;
  }

  /** The sources on its page, or on the first page with any that was turned since. */
  #deciding(releasedOn: DayNumber, day: DayNumber): readonly Source[] {
    for (let page = releasedOn; page <= day; page++) {
      const sources = this.#coverOn[page] ?? [];
      if (sources.length > 0) return sources;
    }
    return [];
  }

  /** The first day that is not entitled any more. */
  #endDay(day: DayNumber): DayNumber | null {
    if (!this.#license.gated) return null;
    return Math.max(this.#license.purchasedOn + 1, this.#coverEnd(day));
  }

  #coverEnd(day: DayNumber): DayNumber {
    const covered = (page: DayNumber) => (this.#coverOn[page] ?? []).length > 0;
    let page = day;
    if (covered(page)) {
      while (covered(page)) page++;
      return page;
    }
    while (page >= 0 && !covered(page)) page--;
    return page + 1;
  }

  #majorOn(day: DayNumber): number | null {
    let newest: Dated | null = null;
    for (const release of this.#releases) {
      if (release.prerelease || !this.#isPublished(release, day) || this.#isYanked(release, day)) continue;
      if (!newest || precedes(newest.version, release.version)) newest = release;
    }
    return newest && newest.major;
  }

  #isPublished(release: Dated, day: DayNumber): boolean {
    return release.on <= day && release.atMs <= this.#license.nowMs;
  }

  #isYanked(release: Dated, day: DayNumber): boolean {
    if (release.yankedAtMs === null || release.yankedOn === null) return false;
    return release.yankedOn <= day && release.yankedAtMs <= this.#license.nowMs;
  }

  #hasEnded(day: DayNumber): boolean {
    const { endedAtMs, nowMs, zone } = this.#license;
    return endedAtMs !== null && localDay(endedAtMs, zone) <= day && endedAtMs <= nowMs;
  }
}

export function dated(releases: readonly Published[], zone: string): readonly Dated[] {
  return releases.map((release) => ({
    ...release,
    on: localDay(release.atMs, zone),
    major: majorOf(release.version),
    prerelease: isPrerelease(release.version),
    yankedOn: release.yankedAtMs === null ? null : localDay(release.yankedAtMs, zone),
  }));
}

function pages(sources: readonly Source[]): readonly (readonly Source[])[] {
  const blank: readonly Source[] = [];
  const calendar = new Array<readonly Source[]>(dayCount).fill(blank);
  for (const source of sources) {
    for (let day = source.from; day < source.until; day++) {
      if (isMember(source, day)) calendar[day] = [...(calendar[day] ?? blank), source];
    }
  }
  return calendar;
}

function isMember({ membership }: Source, day: DayNumber): boolean {
  if (!membership) return true;
  return day >= membership.joined && (membership.left === null || day < membership.left);
}
