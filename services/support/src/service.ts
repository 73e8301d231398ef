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
import { SupportContext } from './context.js';
import { dueKinds } from './due/due-kinds.js';
import { heardBy } from './facts/heard.js';
import { buildSupport } from './subgraph.js';

export interface SupportParts {
  /** Opened for support's own login; closed when the service stops. */
  readonly database: Database;
  readonly logger: GraphLogger;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  /** How those are reached who are told support's facts, by name; nobody unless told. */
  readonly consumers?: Readonly<Record<string, Deliver>>;
}

export async function openSupport({
  database,
  logger,
  clock,
  consumers = {},
}: SupportParts): Promise<Service> {
  const { name, schema } = await buildSupport();
  const outlet = openRelay({ database, consumers, clock, logger });
  const due = openDueWork({ database, kinds: dueKinds, outlet, vendors: 'known_vendor', clock, logger });
  const handlers = heardBy({ database, outlet });
  const answers = openKeptAnswers({ database, clock, logger });
  return {
    name,
    schema,
    executor: createExecutor({
      name,
      schema,
      context: ({ viewer, signal }) => new SupportContext({ database, outlet, clock }, viewer, signal),
      logger,
    }),
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
