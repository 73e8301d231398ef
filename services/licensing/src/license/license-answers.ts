import { effectiveCover } from '../maintenance/cover.rules.js';
import { shown, type ProductCatalog } from '../release/catalog.reads.js';
import { newestEntitled, type Moment, type NewestEntitled } from '../release/entitlement.rules.js';
import type { ReleaseRow } from '../release/release.reads.js';
import { decideNewest, decideVersion, type VersionDecision } from '../release/version-decision.rules.js';
import type { VersionCase } from '../release/version-outcomes.rules.js';
import { caseOf, listsFor, type CaseReads, type LicenseLists } from './license-case.js';
import type { LicenseRow } from './license.reads.js';

/** Effective cover as of a day, from the periods that came with the row. */
export function coverageOf(row: LicenseRow, { asOf }: Moment) {
  return { asOf, ...effectiveCover(row.cover ?? [], asOf) };
}

/** The newest entitled version. The explanation costs more than the answer and is made only where it is asked for. */
export class EntitledVersion {
  readonly asOf: string;
  readonly #asked: VersionCase;
  readonly #catalog: ProductCatalog;
  readonly #newest: NewestEntitled;

  constructor(row: LicenseRow, lists: LicenseLists, moment: Moment) {
    this.asOf = moment.asOf;
    this.#asked = caseOf(row, lists, moment);
    this.#catalog = lists.catalog;
    this.#newest = newestEntitled(this.#asked.catalog, this.#asked.facts, this.#asked.policy, moment);
  }

  get release(): ReleaseRow | null {
    const { release } = this.#newest;
    return release === null ? null : shown(this.#catalog, release.id, this.#asked.moment);
  }

  get cutoffAt(): string | null {
    const { cutoffMs } = this.#newest;
    return cutoffMs === null ? null : new Date(cutoffMs).toISOString();
  }

  get decision(): VersionDecision {
    return decideNewest(this.#asked, this.#newest).decision;
  }
}

/** Without a promise where the lists are at hand: a page of licenses then takes no turn of the loop for each. */
function withLists<Answer>(
  row: LicenseRow,
  reads: CaseReads,
  answer: (lists: LicenseLists) => Answer,
): Answer | Promise<Answer> {
  const lists = listsFor(row, reads);
  return lists instanceof Promise ? lists.then(answer) : answer(lists);
}

export function entitledVersionOf(row: LicenseRow, reads: CaseReads, moment: Moment) {
  return withLists(row, reads, (lists) => new EntitledVersion(row, lists, moment));
}

export function mayUse(row: LicenseRow, reads: CaseReads, version: string, moment: Moment) {
  return withLists(row, reads, (lists) => decideVersion(caseOf(row, lists, moment), version));
}
