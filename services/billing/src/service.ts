import type { Database } from '@mainstay/kernel/db/driver';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import type { Service } from '@mainstay/kernel/graph/service';
import { BillingContext } from './context.js';
import { licensingFacts } from './facts/mirrors.js';
import { buildBilling } from './subgraph.js';

export interface BillingOptions {
  readonly database: Database;
  readonly logger: GraphLogger;
}

/** Billing as a value: called in process, or served by `main.ts`. */
export async function openBilling({ database, logger }: BillingOptions): Promise<Service> {
  const { name, schema } = await buildBilling();
  const executor = createExecutor({
    name,
    schema,
    logger,
    context: ({ viewer, signal }) => new BillingContext({ database, viewer, signal }),
  });
  return {
    ...{ name, schema, executor },
    receive: (producer, events) => receiveEvents({ database, handlers: licensingFacts }, producer, events),
    ready: () => database.ping(),
    stop: () => database.close(),
  };
}
