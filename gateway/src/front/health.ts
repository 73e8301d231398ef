import type { Logger } from 'pino';
import { createReadiness } from '@mainstay/kernel/graph/http/readiness';

/** Whether each part can answer, by the part's name; rejects when it cannot. */
export type Readiness = Readonly<Record<string, () => Promise<void>>>;

/** Asked by whoever sends traffic to us, without credentials: it says yes or no, and to the log which part. */
export function createReady(parts: Readiness, logger: Logger): () => Promise<boolean> {
  const asks = Object.entries(parts).map(([name, ready]) =>
    createReadiness(ready, () => {
      logger.warn({ subgraph: name }, 'a subgraph is not ready');
    }),
  );
  return async () => (await Promise.all(asks.map((ask) => ask()))).every(Boolean);
}
