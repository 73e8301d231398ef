import { Collision, DatabaseFault } from '../db/faults.js';
import { statement, type ActingDatabase, type WholeTransaction } from '../db/scoped.js';
import { UserFault } from '../graph/errors.js';
import type { EndedViewer, Viewer } from '../graph/viewer.js';
import type { Refusal } from '../values/refusal.js';
import type { EventOutlet } from '../events/outlet.js';
import type { Act, ActInput, Effect, Moment, Outcome } from './act.js';
import { inputDigest } from './canonical.js';
import { instantOf } from './instant.js';
import { actorKindOf, leaveTrailLast } from './leave-trail.js';

export interface Acting {
  readonly database: ActingDatabase;
  readonly viewer: Viewer;
  readonly outlet: EventOutlet;
  /** The real instant, ISO 8601; the viewer's, whose clock may stand still, unless told. */
  readonly clock?: () => string;
  /** Told who may not go on as they were known, once that is committed and before the answer leaves. */
  readonly viewersEnded?: (ended: readonly EndedViewer[]) => unknown;
}

/** Rolls the transaction back; never leaves this file. */
class Refused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super('The act was refused.');
  }
}

/** Of one mutation of one caller: whoever comes second with the same key waits here until the first is done. */
const lockKey = statement(
  'act.lockKey',
  'select pg_advisory_xact_lock(hashtextextended(app.vendor() || app.actor() || $1::text || $2::text, 0)) is null as locked',
);

const findAnswer = statement<{ inputDigest: string; result: Readonly<Record<string, string>> }>(
  'act.findAnswer',
  'select input_digest as "inputDigest", result from idempotent_answer where act = $1::text and key = $2::text',
);

/** Two at once met at a unique key or in each other's way: asked again, the second sees what the first did. */
const meetings = new Set(['23505', '23P01']);
const attempts = 3;

/**
 * The one way to change anything: who may, once by key, decided on what is locked, and in one transaction with its
 * trail. A refusal changes nothing, leaves nothing, and may be tried again with the same key.
 */
export async function perform<Input extends ActInput, Facts, Code extends string>(
  acting: Acting,
  act: Act<Input, Facts, Code>,
  input: Input,
): Promise<Outcome<Code>> {
  if (!act.roles.includes(acting.viewer.role)) throw notForRole();
  const viewer = viewerFor(acting.viewer, act.vendorOf?.(input) ?? null);
  if (viewer.clockAdvancing === true && act.whileAdvancing !== true) throw clockAdvancing();
  const key = keyOf(input);
  const wrong = act.check?.(input) ?? [];
  if (wrong.length > 0) return { done: false, refusals: wrong };
  await act.prepare?.(viewer);
  const given = { acting: { ...acting, viewer }, act, input, key };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const {
        result,
        secrets,
        endsViewers = [],
      } = await acting.database.transact(viewer, (transaction) => once({ ...given, transaction }));
      if (endsViewers.length > 0) acting.viewersEnded?.(endsViewers);
      acting.outlet.nudge();
      return { done: true, result, ...(secrets === undefined ? {} : { secrets }) };
    } catch (error) {
      if (error instanceof Refused)
        return { done: false, refusals: error.refusals as readonly Refusal<Code>[] };
      const met =
        error instanceof Collision || (error instanceof DatabaseFault && meetings.has(error.sqlState));
      if (!met || attempt === attempts) throw error;
    }
  }
}

/** An operator belongs to no vendor, and acts in the trail of the one that it names. */
function viewerFor(viewer: Viewer, vendorId: string | null): Viewer {
  return viewer.role === 'OPERATOR' ? { ...viewer, vendorId } : viewer;
}

function notForRole(): UserFault {
  return new UserFault(
    'FORBIDDEN',
    'This role may not do that. The description of the mutation says who may; `viewer` tells as whom you ask.',
  );
}

function clockAdvancing(): UserFault {
  return new UserFault(
    'CLOCK_ADVANCING',
    "The tenant's clock is on its way, and nothing is changed until it stands. Try again then.",
  );
}

interface Attempt<Input extends ActInput, Facts, Code extends string> {
  readonly acting: Acting;
  readonly act: Act<Input, Facts, Code>;
  readonly input: Input;
  readonly key: string | null;
  readonly transaction: WholeTransaction;
}

/** What is left of an effect once its trail is written. */
type Answered = Pick<Effect, 'result' | 'secrets' | 'endsViewers'>;

async function once<Input extends ActInput, Facts, Code extends string>(
  attempt: Attempt<Input, Facts, Code>,
): Promise<Answered> {
  const { acting, act, input, transaction } = attempt;
  const known = await knownAnswer(attempt);
  if (known !== null) return { result: known };
  const moment = momentOf(acting);
  const facts = await act.load(transaction, input, moment);
  const refusals = act.decide(facts, input, moment);
  if (refusals.length > 0) throw new Refused(refusals);
  const effect = await act.apply(transaction, facts, input, moment);
  if (act.leavesOwnTrail !== true) leave(attempt, effect, moment);
  return effect;
}

async function knownAnswer<Input extends ActInput, Facts, Code extends string>({
  act,
  input,
  key,
  transaction,
}: Attempt<Input, Facts, Code>): Promise<Readonly<Record<string, string>> | null> {
  if (key === null || act.leavesOwnTrail === true) return null;
  await transaction.query(lockKey, [act.name, key]);
  const [known] = await transaction.query(findAnswer, [act.name, key]);
  if (known === undefined) return null;
  if (known.inputDigest !== inputDigest(input))
    throw new UserFault('CONFLICT', 'This idempotency key stands for another input. Take a new key.', {
      field: 'input.idempotencyKey',
    });
  return known.result;
}

function leave<Input extends ActInput, Facts, Code extends string>(
  { acting: { viewer, outlet }, act, input, key, transaction }: Attempt<Input, Facts, Code>,
  effect: Effect,
  moment: Moment,
): void {
  leaveTrailLast(transaction, moment, {
    ...{ act: act.name, actorKind: actorKindOf(viewer) },
    ...{ userId: viewer.userId, reason: input.reason ?? null, effect, consumers: outlet.consumers },
    answers: key === null ? null : { key, digest: inputDigest(input) },
  });
}

function momentOf({ viewer, clock }: Acting): Moment {
  return { ...instantOf(viewer.now, viewer.zone), viewer, realNow: clock?.() ?? viewer.now };
}

const longestKey = 100;

function keyOf({ idempotencyKey: key }: ActInput): string | null {
  if (key === null || key === undefined) return null;
  if (key.length < 1 || key.length > longestKey || !/^[\x21-\x7e]+$/u.test(key))
    throw new UserFault(
      'BAD_USER_INPUT',
      'An idempotency key has 1 to 100 visible ASCII characters, e.g. a UUID.',
      {
        field: 'input.idempotencyKey',
      },
    );
  return key;
}
