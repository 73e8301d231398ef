import { services } from './databases.mjs';

/** What a start takes from the environment, checked before anything is opened. */
export async function readEnvironment(environment) {
  const { z } = await import('zod');
  const { logLevel, notInProduction, ownerUrl, readConfig } = await import('@mainstay/kernel/graph/config');
  const urls = services.map((service) => [`${service.toUpperCase()}_DATABASE_URL`, ownerUrl()]);
  const config = readConfig(
    z.object({
      MAINSTAY_LOG_LEVEL: logLevel('warn'),
      NODE_ENV: notInProduction(),
      ...Object.fromEntries(urls),
    }),
    environment,
  );
  return { logLevel: config.MAINSTAY_LOG_LEVEL };
}
