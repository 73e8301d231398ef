import type { Transaction, WholeTransaction } from '../db/scoped.js';
import type { EndedViewer, Viewer, ViewerRole } from '../graph/viewer.js';
import type { CivilDate } from '../values/civil.js';
import type { FactValue } from '../values/decision.js';
import type { IdPrefix } from '../values/ids.js';
import type { Refusal } from '../values/refusal.js';

/** One thing that an act changed. Of secrets and personal data it is only said that they changed. */
export interface Change {
  readonly objectId: string;
  readonly field: string;
  readonly from?: FactValue;
  readonly to?: FactValue;
  readonly withheld?: true;
}

/** A fact for the other subgraphs, told in the order in which its aggregate changed. */
export interface Telling {
  /** Noun and what became of it, e.g. `contact.changed`. */
  readonly type: string;
  /** The id of what changed: events of one aggregate arrive in order. */
  readonly aggregate: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What an act has done, for its answer and its trail. */
export interface Effect {
  /** Ids that the answer is read again by, also when the same key asks a second time. */
  readonly result: Readonly<Record<string, string>>;
  /** For which account; null where it is for the vendor itself. */
  readonly accountId: string | null;
  readonly changes: readonly Change[];
  readonly events: readonly Telling[];
  /** Shown in this one answer and kept nowhere: asked again with the same key, the answer comes without them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Who may not go on as they were known: whoever keeps viewers forgets them before the answer leaves. */
  readonly endsViewers?: readonly EndedViewer[];
  /** The decision that allowed it, where a policy had a say (M13). */
  readonly decision?: { readonly policyVersion: number; readonly warnings: readonly string[] };
}

/** When something is done by the tenant's clock; what acts and jobs have in common. */
export interface Instant {
  readonly nowMs: number;
  /** ISO 8601 in UTC, by the tenant's clock. */
  readonly now: string;
  /** The vendor's, in which its civil days begin. */
  readonly zone: string;
  /** The civil day of `now` in the vendor's zone. */
  readonly today: CivilDate;
  readonly newId: (prefix: IdPrefix) => string;
}

/** When and by whom; the only times that an act knows. */
export interface Moment extends Instant {
  readonly viewer: Viewer;
  /** The real instant, ISO 8601: it rules keys and memberships, also where the tenant's clock stands still. */
  readonly realNow: string;
}

export interface ActInput {
  readonly idempotencyKey?: string | null | undefined;
  /** Acts that correct ask for one. */
  readonly reason?: string | null | undefined;
}

/**
 * One kind of change, in the order in which it is done: the input alone, then what the database holds (locked), then
 * the decision, then the effect. Role, idempotency, transaction, audit and events are the wrapper's.
 */
export interface Act<Input extends ActInput, Facts, Code extends string> {
  /** The mutation's name. */
  readonly name: string;
  /** Who may at all; anybody else gets FORBIDDEN. A PARTNER needs the key's `<service>:write` besides. */
  readonly roles: readonly ViewerRole[];
  /** For an operator, who belongs to no vendor: in whose trail the act stands; null where the input names none. */
  vendorOf?(input: Input): string | null;
  /** Whether it is taken although the tenant's clock is on its way; anything else gets CLOCK_ADVANCING. */
  readonly whileAdvancing?: true;
  /** Its own rows are its trail, written with them (decision 11): no entry, no event, and no key is kept beside them. */
  readonly leavesOwnTrail?: true;
  /** Brings what is kept in memory, before a connection is held: whoever waits for one must not hold another. */
  prepare?(viewer: Viewer): Promise<void>;
  /** What is wrong with the input by itself, in order of precedence. */
  check?(input: Input): readonly Refusal<Code>[];
  /** Reads what the decision needs and locks what the effect changes. */
  load(transaction: Transaction, input: Input, moment: Moment): Promise<Facts>;
  /** Pure: all refusals in order of precedence; none accepts. */
  decide(facts: Facts, input: Input, moment: Moment): readonly Refusal<Code>[];
  apply(transaction: WholeTransaction, facts: Facts, input: Input, moment: Moment): Promise<Effect>;
}

export type Outcome<Code extends string> =
  | {
      readonly done: true;
      readonly result: Readonly<Record<string, string>>;
      /** Missing where there are none, and where the same key was answered before. */
      readonly secrets?: Readonly<Record<string, string>>;
    }
  | { readonly done: false; readonly refusals: readonly Refusal<Code>[] };
