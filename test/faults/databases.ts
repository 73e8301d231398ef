import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { House, ServiceName } from './house.js';

/** Looks at what services wrote, past every policy, and waits out a server that was killed. */
export interface Owner {
  rows<Row extends object>(
    service: ServiceName,
    text: string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>;
}

export function ownerOf({ ownerUrls }: Pick<House, 'ownerUrls'>, patience: Patience): Owner {
  return {
    async rows<Row extends object>(service: ServiceName, text: string, values: readonly unknown[] = []) {
      return steadily(patience, async () => {
        const client = new pg.Client({
          connectionString: ownerUrls[service],
          connectionTimeoutMillis: 5_000,
        });
        // The server may be killed while nobody asks it anything.
        client.on('error', () => undefined);
        try {
          await client.connect();
          return (await client.query<Row>(text, [...values])).rows;
        } finally {
          await client.end().catch(() => undefined);
        }
      });
    },
  };
}

/** How long somebody waits for a part that was killed, and until when at all. */
export interface Patience {
  readonly patienceMs: number;
  /** Aborted when the run has failed elsewhere. */
  readonly signal: AbortSignal;
}

/** Tries again while the server is away; what it says against the statement itself is not tried again. */
export async function steadily<Result>(
  { patienceMs, signal }: Patience,
  ask: () => Promise<Result>,
): Promise<Result> {
  const since = Date.now();
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      if (!isAway(fault) || signal.aborted || Date.now() - since > patienceMs) throw fault;
      await setTimeout(50);
    }
  }
}

function isAway(fault: unknown): boolean {
  const { code } = fault as { code?: unknown };
  if (typeof code !== 'string') return true;
  // Other codes of five letters are answers; those of a socket are longer, and UNAVAILABLE is our driver's word.
  return !/^[0-9A-Z]{5}$/u.test(code) || /^(?:08|57P)/u.test(code);
}
