import type { GraphQLSchema } from 'graphql';
import type { Timekeeper } from '../due/timekeeper.js';
import type { Receipt, ToldEvent } from '../events/told-event.js';
import type { SubgraphExecutor } from './executor.js';

/** A running service, in process or as the heart of a process of its own. */
export interface Service {
  readonly name: string;
  /** What the executor runs on. */
  readonly schema: GraphQLSchema;
  readonly executor: SubgraphExecutor;
  /** Takes facts that another service tells, each of them once; left out by a service that needs none. */
  readonly receive?: (producer: string, events: readonly ToldEvent[]) => Promise<Receipt>;
  /** For whoever moves a tenant's clock; left out by a service in which nothing falls due. */
  readonly timekeeper?: Timekeeper;
  /** Resolves when the service can answer (its database does); rejects with the reason otherwise. */
  ready(): Promise<void>;
  /** Lets running requests end, then closes pools. Safe to call twice. */
  stop(): Promise<void>;
}
