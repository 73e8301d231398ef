import type { Transaction, WorkingDatabase } from '../db/scoped.js';
import { statement } from '../db/scoped.js';
import { mirrorReads, type Lacking, type MirrorReads } from './mirror-reads.js';
import type { Mirror } from './mirror.js';
import { oweAgain, waitingFor, type ToldAgain } from './told-again.js';

export type FindingState =
  /** The consumer has no such object. */
  | 'MISSING'
  /** The consumer has it otherwise. */
  | 'DIFFERENT'
  /** One of both, and an event that will tell is owed already. */
  | 'ON_ITS_WAY'
  /** The same, but the event was given up and waits for a person. */
  | 'HELD'
  /** The consumer has what the producer has not. */
  | 'UNKNOWN';

export interface Finding {
  readonly state: FindingState;
  readonly vendorId: string;
  readonly mirror: string;
  readonly id: string;
  /** Whether it is owed to the consumer from now on. */
  readonly sent: boolean;
}

export interface ReconcileInput {
  readonly producer: { readonly database: WorkingDatabase; readonly told: readonly ToldAgain[] };
  readonly consumer: {
    readonly name: string;
    readonly database: WorkingDatabase;
    readonly mirrors: readonly Mirror[];
  };
  readonly vendorId: string;
  /** Whether what is missing or different is sent; else it is only said. */
  readonly send: boolean;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  readonly found: (finding: Finding) => void;
  /** Gets how many objects more were compared. */
  readonly compared: (count: number, mirror: string) => void;
  /** How many objects are looked at and held at once; 500 unless told. */
  readonly batch?: number;
}

/** Finds what a consumer's mirrors have otherwise than the producer's rows of one vendor, a batch at a time. */
export async function reconcile(input: ReconcileInput): Promise<void> {
  for (const mirror of input.consumer.mirrors) {
    const told = input.producer.told.find((one) => one.mirror === mirror.table);
    if (told === undefined) throw new Error(`Nobody tells again what ${mirror.table} keeps.`);
    const pair = new Pair(input, told, mirrorReads(mirror));
    await pair.findLacking();
    await pair.findUnknown();
  }
}

const vendors = (table: string) =>
  statement<{ id: string }>(
    `vendors.${table}`,
    `select distinct vendor_id as id from ${table} order by vendor_id`,
  );

/** The vendors of a table that jobs may read, e.g. those that a mirror knows. */
export async function vendorsIn(database: WorkingDatabase, table: string): Promise<string[]> {
  const rows = await database.askAs({ job: 'reconcile', vendorId: null }, vendors(table), []);
  return rows.map(({ id }) => id);
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** Ids a page at a time, so that no more of them are held. */
async function* pagesOf(read: (after: string | null) => Promise<string[]>, atMost: number) {
  let after: string | null = null;
  do {
    const ids: string[] = await read(after);
    if (ids.length > 0) yield ids;
    after = ids.length < atMost ? null : (ids.at(-1) ?? null);
  } while (after !== null);
}

/** One kind of object with the producer and with the consumer. */
class Pair {
  readonly #batch: number;

  constructor(
    private readonly input: ReconcileInput,
    private readonly told: ToldAgain,
    private readonly mirror: MirrorReads,
  ) {
    this.#batch = input.batch ?? 500;
  }

  async findLacking(): Promise<void> {
    const { told, input } = this;
    const page = (after: string | null) =>
      this.#asProducer((transaction) => told.page(transaction, after, this.#batch));
    for await (const ids of pagesOf(page, this.#batch)) {
      const tellings = await this.#asProducer((transaction) => told.tell(transaction, ids));
      const suspects = await this.#lacking(tellings);
      // What is being changed or delivered at this moment seems to differ: it is looked at again, and held.
      if (suspects.length > 0) await this.#settle(suspects);
      input.compared(ids.length, told.mirror);
    }
  }

  /** The mirror is read first: what it knows was committed by the producer before. */
  async findUnknown(): Promise<void> {
    const page = (after: string | null) =>
      this.#asConsumer((transaction) => this.mirror.page(transaction, after, this.#batch));
    for await (const ids of pagesOf(page, this.#batch)) {
      const present = await this.#asProducer((transaction) => this.told.present(transaction, ids));
      const known = new Set(present);
      for (const id of ids) if (!known.has(id)) this.#say('UNKNOWN', id);
    }
  }

  /**
   * While an object is held nobody tells of it, and where nothing is owed the consumer has all that was told. So what
   * differs now differs, and what is told of it now is the newest: nothing newer stands before it in its order.
   */
  async #settle(suspects: readonly Lacking[]): Promise<void> {
    const { consumer, send, clock } = this.input;
    const found = await this.#asProducer(async (transaction) => {
      const ids = await this.told.lock(transaction, idsOf(suspects));
      const waiting = await waitingFor(transaction, consumer.name, ids);
      const owed = new Set(idsOf(waiting));
      const tellings = await this.told.tell(
        transaction,
        ids.filter((id) => !owed.has(id)),
      );
      const lacking = await this.#lacking(tellings);
      const differing = new Set(idsOf(lacking));
      const again = tellings.filter(({ aggregate }) => differing.has(aggregate));
      if (send) await oweAgain(transaction, { consumer: consumer.name, tellings: again, now: clock() });
      return { waiting, lacking };
    });
    for (const { id, held } of found.waiting) this.#say(held ? 'HELD' : 'ON_ITS_WAY', id);
    for (const { id, missing } of found.lacking) this.#say(missing ? 'MISSING' : 'DIFFERENT', id, send);
  }

  #lacking(tellings: readonly { readonly payload: object }[]): Promise<Lacking[]> {
    if (tellings.length === 0) return Promise.resolve([]);
    return this.#asConsumer((transaction) =>
      this.mirror.lacking(
        transaction,
        tellings.map(({ payload }) => payload),
      ),
    );
  }

  #say(state: FindingState, id: string, sent = false): void {
    const { vendorId, found } = this.input;
    found({ state, vendorId, mirror: this.told.mirror, id, sent });
  }

  #asProducer<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const { producer, vendorId } = this.input;
    return producer.database.transactAs({ job: 'reconcile', vendorId }, work);
  }

  #asConsumer<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const { consumer, vendorId } = this.input;
    return consumer.database.transactAs({ job: 'reconcile', vendorId }, work);
  }
}
