import { afterEach } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { outsideFolder } from '@mainstay/kernel/embedded/place';
import { openEmbedded, type EmbeddedOptions } from '@mainstay/kernel/embedded/supervisor';

export interface Checkout {
  readonly project: string;
  /** Ends whatever began in it, too. */
  readonly remove: () => Promise<void>;
}

/** An empty one. */
export function openCheckout(mode = 0o755): Checkout {
  const project = mkdtempSync(join(realpathSync(tmpdir()), 'mainstay-trial-'));
  chmodSync(project, mode);
  return {
    project,
    remove: async () => {
      await endAllOf(project);
      for (const folder of [outsideFolder(project), project])
        rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives empty checkouts; after each test nothing that began in one still runs, and they are removed. */
export function trialCheckouts() {
  const removals: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const remove of removals.splice(0)) await remove();
  });
  return (mode?: number): string => {
    const { project, remove } = openCheckout(mode);
    removals.push(remove);
    return project;
  };
}

/** Opens the checkout's server in this process. */
export function open(project: string, options: Partial<EmbeddedOptions> = {}) {
  return openEmbedded({ project, name: 'start', durable: false, environment: process.env, ...options });
}

/** Where the server lies that was opened in the checkout: outside it for root, when others cannot pass to packages. */
export function folderOf(project: string): string {
  const outside = outsideFolder(project);
  return join(existsSync(outside) ? outside : join(project, '.run', 'postgres'), 'start');
}

/** Every process that names the checkout, or its folder outside, among its arguments: server, watchdog, child. */
export function processesOf(checkout: string): { pid: number; command: string }[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(basename(checkout)))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
}

/** Servers are told to quit first: killed at once they would leave their shared memory to the machine. */
async function endAllOf(checkout: string): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const { pid } of processesOf(checkout)) send(pid, signal);
    for (let turn = 0; turn < 100 && processesOf(checkout).length > 0; turn += 1) await setTimeout(30);
  }
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** Waits until it is so; that it never becomes so shows as the test's own time limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setTimeout(20);
}

/** One statement over a connection of its own. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
