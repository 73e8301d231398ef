import { z } from 'zod';
import { openDatabase, type Database } from '../db/driver.js';
import { host, logLevel, meshKey, port, postgresUrl, readConfig, type Environment } from './config.js';
import type { GraphLogger } from './format-error.js';
import { serveSubgraph, type InternalCall } from './http.js';
import { createLogger } from './logger.js';
import type { Running } from './process.js';
import type { Service } from './service.js';

export interface ServiceParts {
  readonly database: Database;
  readonly clock: () => string;
  readonly logger: GraphLogger;
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

/** A service in a process of its own: `<NAME>_LOGIN_URL`, `<NAME>_PORT`, `<NAME>_HOST` and what all processes share. */
export async function startService({ name, env, clock, open }: ServiceProcess): Promise<Running> {
  const config = readConfig(
    z.object({
      LOGIN_URL: postgresUrl(),
      PORT: port(),
      HOST: host(),
      MAINSTAY_MESH_KEY: meshKey(),
      MAINSTAY_LOG_LEVEL: logLevel(),
    }),
    env,
    (key) => (key.startsWith('MAINSTAY_') ? key : `${name.toUpperCase()}_${key}`),
  );
  const logger = createLogger({ name, level: config.MAINSTAY_LOG_LEVEL });
  const database = openDatabase({ url: config.LOGIN_URL, service: name, logger });
  const { service, internal } = await open({ database, clock, logger });
  const served = await serveSubgraph(service, {
    port: config.PORT,
    host: config.HOST,
    meshKey: config.MAINSTAY_MESH_KEY,
    clock,
    logger,
    ...(internal === undefined ? {} : { internal }),
  });
  logger.info({ origin: served.url }, 'listening');
  return {
    url: served.url,
    async stop() {
      await served.stop();
      await service.stop();
      logger.info({}, 'stopped');
    },
  };
}
