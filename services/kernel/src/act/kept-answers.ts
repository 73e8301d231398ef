import { statement, type WorkingDatabase } from '../db/scoped.js';
import { dayMs } from '../values/civil.js';
import { faultKind } from '../values/retry.js';

export interface KeptAnswersOptions {
  readonly database: WorkingDatabase;
  /** The real instant, ISO 8601: callers repeat by it, wherever their tenant's clock stands. */
  readonly clock: () => string;
  readonly logger: { warn(facts: object, message: string): void };
  /** How often it looks for what is too old; ten minutes unless told. */
  readonly everyMs?: number;
}

/** Answers of idempotency keys, which are kept for 30 days and no longer. */
export interface KeptAnswers {
  /** Resolves with how many were forgotten. */
  forget(): Promise<number>;
  /** Lets what runs end. Safe to call twice. */
  stop(): Promise<void>;
}

const keptDays = 30;
/** A long backlog must neither hold its rows for long nor outlive a statement's time. */
const atOnce = 1_000;
const queues = { job: 'answers', vendorId: null } as const;

/** Cut by instants, because a job that works for all vendors sees nothing else of an answer. */
const forgetSome = statement<{ readonly count: number }>(
  'answers.forget',
  `with gone as (
     delete from idempotent_answer where recorded_at < $1::timestamptz and recorded_at <= coalesce(
       (select recorded_at from idempotent_answer where recorded_at < $1::timestamptz
        order by recorded_at offset $2::integer - 1 limit 1), 'infinity')
     returning recorded_at)
   select count(*)::integer as count from gone`,
);

export function openKeptAnswers({
  database,
  clock,
  logger,
  everyMs = 600_000,
}: KeptAnswersOptions): KeptAnswers {
  let stopped = false;
  let running: Promise<number> | null = null;

  async function forgetAll(): Promise<number> {
    const before = new Date(Date.parse(clock()) - keptDays * dayMs).toISOString();
    for (let total = 0; ;) {
      const [gone] = await database.askAs(queues, forgetSome, [before, atOnce]);
      const count = gone?.count ?? 0;
      total += count;
      if (stopped || count < atOnce) return total;
    }
  }
  const forget = (): Promise<number> => {
    running ??= forgetAll().finally(() => {
      running = null;
    });
    return running;
  };
  const look = (): void => {
    forget().catch((fault: unknown) => {
      // The database does not answer; the next look is due by itself.
      logger.warn({ fault: faultKind(fault) }, 'old answers wait');
    });
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    forget,
    async stop() {
      stopped = true;
      clearInterval(timer);
      // How it ends is told by whoever began it.
      await running?.catch(() => undefined);
    },
  };
}
