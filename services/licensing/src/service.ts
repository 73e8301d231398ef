import type { Database } from '@mainstay/kernel/db/driver';
import { openRelay } from '@mainstay/kernel/events/relay';
import type { Deliver } from '@mainstay/kernel/events/told-event';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import type { Service } from '@mainstay/kernel/graph/service';
import { LicensingContext } from './context.js';
import { createPlanCache } from './maintenance/plan.reads.js';
import { createCatalogCache } from './release/catalog.reads.js';
import { buildLicensing } from './subgraph.js';
import { resolveViewer, type Credential, type ViewerResolution } from './viewer/resolve-viewer.js';
import { SignInReads } from './viewer/sign-in.reads.js';

export interface LicensingOptions {
  /** Opened for licensing's own login; closed when the service stops. */
  readonly database: Database;
  /** The real instant, ISO 8601: it rules memberships and keys. */
  readonly clock: () => string;
  readonly logger: GraphLogger;
  /** How those are reached who are told licensing's facts, by name; nobody unless told. */
  readonly consumers?: Readonly<Record<string, Deliver>>;
}

/** Licensing also says who a verified credential is. */
export interface LicensingService extends Service {
  resolveViewer(credential: Credential): Promise<ViewerResolution>;
}

export async function openLicensing({
  database,
  clock,
  logger,
  consumers = {},
}: LicensingOptions): Promise<LicensingService> {
  const { name, schema } = await buildLicensing();
  const outlet = openRelay({ database, consumers, clock, logger });
  const shared = { plans: createPlanCache(), catalogs: createCatalogCache(), outlet, clock };
  const signIns = new SignInReads(database);
  return {
    name,
    schema,
    executor: createExecutor({
      name,
      schema,
      logger,
      context: ({ viewer, signal }) => new LicensingContext(database, shared, viewer, signal),
    }),
    resolveViewer: (credential) => resolveViewer(signIns, credential, clock()),
    ready: () => database.ping(),
    async stop() {
      await outlet.stop();
      await database.close();
    },
  };
}
