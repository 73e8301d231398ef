import type { Logger } from 'pino';

/** Whether each part can answer, by the part's name; rejects when it cannot. */
export type Readiness = Readonly<Record<string, () => Promise<void>>>;

const patienceMs = 2_000;

/** Asked by whoever sends traffic to us, without credentials: it says yes or no, and to the log which part. */
export function createReady(parts: Readiness, logger: Logger): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  async function ask(): Promise<boolean> {
    const answers = await Promise.all(
      Object.entries(parts).map(([name, ready]) => isReady(name, ready, logger)),
    );
    return answers.every(Boolean);
  }
  // Asked by many at once, the parts are asked once: the question is open to strangers.
  return () => (asking ??= ask().finally(() => (asking = null)));
}

async function isReady(name: string, ready: () => Promise<void>, logger: Logger): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('late'));
    }, patienceMs);
  });
  try {
    await Promise.race([ready(), late]);
    return true;
  } catch {
    logger.warn({ subgraph: name }, 'a subgraph is not ready');
    return false;
  } finally {
    clearTimeout(timer);
  }
}
