import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

/** Held by at most one process of the machine. */
export interface Hold {
  release(): void;
}

/**
 * The operating system's own lock on a file, which it takes back when the holder dies by whatever signal; Node reaches
 * it only through SQLite. A file with a process id would outlive a kill -9 and then name somebody else's process.
 */
export function holdNow(path: string): Hold | null {
  mkdirSync(dirname(path), { recursive: true });
  const file = new DatabaseSync(path);
  try {
    file.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    file.close();
    if (/locked|busy/.test(String(error))) return null;
    throw error;
  }
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
}

/** Waits for its turn, for short pieces of work. */
export async function inTurn<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const hold = holdNow(path);
    if (hold !== null) {
      try {
        return await work();
      } finally {
        hold.release();
      }
    }
    await setTimeout(50);
  }
}
