import { openKeptAnswers } from '@mainstay/kernel/act/kept-answers';
import type { Database } from '@mainstay/kernel/db/driver';
import { openDueWork } from '@mainstay/kernel/due/due-work';
import { timekeeperOf } from '@mainstay/kernel/due/timekeeper';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { openRelay } from '@mainstay/kernel/events/relay';
import type { Deliver } from '@mainstay/kernel/events/told-event';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import type { Service } from '@mainstay/kernel/graph/service';
import { BillingContext } from './context.js';
import { dueKinds } from './due/due-kinds.js';
import { heardBy } from './facts/heard.js';
import { buildBilling } from './subgraph.js';

export interface BillingOptions {
  readonly database: Database;
  readonly logger: GraphLogger;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  /** How those are reached who are told billing's facts, by name; nobody unless told. */
  readonly consumers?: Readonly<Record<string, Deliver>>;
}

/** Billing as a value: called in process, or served by `main.ts`. */
export async function openBilling({
  database,
  logger,
  clock,
  consumers = {},
}: BillingOptions): Promise<Service> {
  const { name, schema } = await buildBilling();
  const outlet = openRelay({ database, consumers, clock, logger });
  const due = openDueWork({ database, kinds: dueKinds, outlet, vendors: 'known_vendor', clock, logger });
  const answers = openKeptAnswers({ database, clock, logger });
  const handlers = heardBy({ database, outlet, clock });
  const executor = createExecutor({
    name,
    schema,
    logger,
    context: ({ viewer, signal }) => new BillingContext({ database, outlet, clock }, viewer, signal),
  });
  return {
    ...{ name, schema, executor },
    receive: async (producer, events) => {
      const receipt = await receiveEvents({ database, handlers }, producer, events);
      // What was heard may have changed something that others are told.
      outlet.nudge();
      return receipt;
    },
    timekeeper: timekeeperOf({ database, due, outlet }),
    ready: () => database.ping(),
    async stop() {
      await Promise.all([due.stop(), answers.stop(), outlet.stop()]);
      await database.close();
    },
  };
}
