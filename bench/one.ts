import { readFile } from 'node:fs/promises';
import { openHouse } from '@mainstay/demo/house';
import { createLogger } from '@mainstay/kernel/graph/logger';
import { runProcess } from '@mainstay/kernel/graph/process';
import { readParts } from './parts.js';

/** Of one address that is measured nobody is slowed down. */
const unlimited = { burst: 1e9, perMinute: 1e9 };

/** Gateway and subgraphs in one process, as `npm start` opens them. */
await runProcess('one', async () => {
  const { loginUrls, issuer, supergraphFile } = readParts();
  const house = await openHouse({
    loginUrls,
    supergraphSdl: await readFile(supergraphFile, 'utf8'),
    issuers: [{ issuer: issuer.issuer, audience: issuer.audience, jwks: { keys: issuer.keys } }],
    clock: () => new Date().toISOString(),
    logger: createLogger({ name: 'one', level: 'warn' }),
    port: 0,
    publicRates: { address: unlimited, presented: unlimited, guesses: unlimited },
  });
  return { url: house.endpoint, stop: () => house.stop() };
});
