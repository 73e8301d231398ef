import type { Database } from '@mainstay/kernel/db/driver';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import type { Service } from '@mainstay/kernel/graph/service';
import { SupportContext } from './context.js';
import { licensingFacts } from './facts/mirrors.js';
import { buildSupport } from './subgraph.js';

export interface SupportParts {
  /** Opened for support's own login; closed when the service stops. */
  readonly database: Database;
  readonly logger: GraphLogger;
}

export async function openSupport({ database, logger }: SupportParts): Promise<Service> {
  const { name, schema } = await buildSupport();
  return {
    name,
    schema,
    executor: createExecutor({
      name,
      schema,
      context: ({ viewer, signal }) => new SupportContext({ database, viewer, signal }),
      logger,
    }),
    receive: (producer, events) => receiveEvents({ database, handlers: licensingFacts }, producer, events),
    ready: () => database.ping(),
    stop: () => database.close(),
  };
}
