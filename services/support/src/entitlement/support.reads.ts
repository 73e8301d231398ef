import DataLoader from 'dataloader';
import type { PageReader } from '@mainstay/kernel/db/page';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { ExcludableWork } from '@mainstay/kernel/values/policy';
import { supportOf, type DecidedSupport, type SupportFacts } from './support-case.rules.js';
import { readAccountPlans, readLicenses, unitsOfAccounts, type Read } from './support-facts.js';

export interface SupportQuestion {
  readonly asOf: CivilDate;
  readonly work: ExcludableWork | null;
}

/** Whether support is owed, for all licenses and accounts of one request. */
export class SupportReads {
  readonly #licenses = new Map<CivilDate, DataLoader<string, SupportFacts | null>>();
  readonly #accounts = new Map<CivilDate, DataLoader<string, readonly SupportFacts[]>>();
  readonly #read: Read;

  constructor(
    private readonly reader: PageReader,
    private readonly today: () => CivilDate,
  ) {
    const { database, viewer, signal } = reader;
    this.#read = (asked, values) => database.read(viewer, asked, values, signal);
  }

  /** Null for a license that is unknown here or not the viewer's to see, and where its plan had no version yet. */
  async ofLicense(licenseId: string, asked: SupportQuestion): Promise<DecidedSupport | null> {
    const load = (ids: readonly string[]) => this.#ofLicenses(ids, asked.asOf);
    const facts = await loaderFor(this.#licenses, asked.asOf, load).load(licenseId);
    return facts === null ? null : supportOf(facts, { ...asked, today: this.today() });
  }

  /** One for each plan that the account may be served under. */
  async ofAccount(accountId: string, asked: SupportQuestion): Promise<DecidedSupport[]> {
    const load = (ids: readonly string[]) => this.#ofAccounts(ids, asked.asOf);
    const found = await loaderFor(this.#accounts, asked.asOf, load).load(accountId);
    return found.flatMap((facts) => supportOf(facts, { ...asked, today: this.today() }) ?? []);
  }

  async #ofLicenses(ids: readonly string[], day: CivilDate): Promise<(SupportFacts | null)[]> {
    const found = await readLicenses(this.#read, ids);
    const accounts = [...new Set([...found.values()].map(({ accountId }) => accountId))];
    const unitsOf = await unitsOfAccounts(this.#read, accounts, { day, zone: this.reader.viewer.zone });
    return ids.map((id) => {
      const license = found.get(id);
      return license === undefined ? null : { ...license, ...unitsOf(license.accountId) };
    });
  }

  async #ofAccounts(ids: readonly string[], day: CivilDate): Promise<SupportFacts[][]> {
    const plans = await readAccountPlans(this.#read, ids, day);
    const unitsOf = await unitsOfAccounts(this.#read, ids, { day, zone: this.reader.viewer.zone });
    return ids.map((id) =>
      (plans.get(id) ?? []).map((plan) => ({ ...plan, licenseId: null, status: null, ...unitsOf(id) })),
    );
  }
}

function loaderFor<Found>(
  loaders: Map<CivilDate, DataLoader<string, Found>>,
  day: CivilDate,
  load: (ids: readonly string[]) => Promise<Found[]>,
): DataLoader<string, Found> {
  let loader = loaders.get(day);
  if (loader === undefined) loaders.set(day, (loader = new DataLoader(load, { maxBatchSize: 100 })));
  return loader;
}
