import { z } from 'zod';
import { openDatabase, type Database } from '../db/driver.js';
import { remoteTimekeeper, timeCall } from '../due/remote-timekeeper.js';
import type { Timekeeper } from '../due/timekeeper.js';
import { readBatch, readReceipt, type Deliver, type ToldEvent } from '../events/told-event.js';
import {
  host,
  logLevel,
  meshKey as meshKeyOf,
  origins,
  port,
  postgresUrl,
  readConfig,
  type Environment,
} from './config.js';
import type { GraphLogger } from './format-error.js';
import { remoteInternal } from './http-client.js';
import { serveSubgraph, type InternalCall } from './http.js';
import { createLogger } from './logger.js';
import type { Running } from './process.js';
import type { Service } from './service.js';

export interface ServiceParts {
  readonly database: Database;
  readonly clock: () => string;
  readonly logger: GraphLogger;
  /** How those are reached who are told this service's facts, by name. */
  readonly consumers: Readonly<Record<string, Deliver>>;
  /** Of the same services: what falls due there. */
  readonly timekeepers: Readonly<Record<string, Timekeeper>>;
}

export interface OpenedService {
  readonly service: Service;
  readonly internal?: Readonly<Record<string, InternalCall>>;
}

export interface ServiceProcess {
  readonly name: string;
  readonly env: Environment;
  readonly clock: () => string;
  readonly open: (parts: ServiceParts) => Promise<OpenedService>;
}

/**
 * A service in a process of its own: `<NAME>_LOGIN_URL`, `<NAME>_PORT`, `<NAME>_HOST`, `<NAME>_CONSUMERS` (who is told
 * its facts) and what all processes share.
 */
export async function startService({ name, env, clock, open }: ServiceProcess): Promise<Running> {
  const config = readConfig(
    z.object({
      LOGIN_URL: postgresUrl(),
      PORT: port(),
      HOST: host(),
      CONSUMERS: origins(),
      MAINSTAY_MESH_KEY: meshKeyOf(),
      MAINSTAY_LOG_LEVEL: logLevel(),
    }),
    env,
    (key) => (key.startsWith('MAINSTAY_') ? key : `${name.toUpperCase()}_${key}`),
  );
  const logger = createLogger({ name, level: config.MAINSTAY_LOG_LEVEL });
  const database = openDatabase({ url: config.LOGIN_URL, service: name, logger });
  const meshKey = config.MAINSTAY_MESH_KEY;
  const remote = Object.entries(config.CONSUMERS).map(
    ([consumer, url]) =>
      [consumer, remoteInternal({ url, meshKey, clock, logger }, 'events', readReceipt)] as const,
  );
  const consumers = Object.fromEntries(
    remote.map(([consumer, call]) => [
      consumer,
      (events: readonly ToldEvent[]) => call({ producer: name, events }),
    ]),
  );
  const keepers = Object.entries(config.CONSUMERS).map(
    ([other, url]) => [other, remoteTimekeeper({ url, meshKey, clock, logger })] as const,
  );
  const timekeepers = Object.fromEntries(keepers);
  const { service, internal } = await open({ database, clock, logger, consumers, timekeepers });
  const served = await serveSubgraph(service, {
    port: config.PORT,
    host: config.HOST,
    ...{ meshKey, clock, logger },
    internal: { ...internal, ...eventsCall(service), ...timeCallOf(service) },
  });
  logger.info({ origin: served.url }, 'listening');
  return {
    url: served.url,
    async stop() {
      await served.stop();
      await service.stop();
      await Promise.all([...remote, ...keepers].map(([, call]) => call.close()));
      logger.info({}, 'stopped');
    },
  };
}

/** Facts of others arrive as any call between our processes. */
function eventsCall({ receive }: Service): Readonly<Record<string, InternalCall>> {
  if (receive === undefined) return {};
  return {
    events: (body) => {
      const { producer, events } = readBatch(body);
      return receive(producer, events);
    },
  };
}

/** So do questions of whoever moves a tenant's clock. */
function timeCallOf({ timekeeper }: Service): Readonly<Record<string, InternalCall>> {
  return timekeeper === undefined ? {} : { time: timeCall(timekeeper) };
}
