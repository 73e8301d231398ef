import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readIfThere } from './private-file.js';

/** What a server tells of itself in its data folder's postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/** Null where no server ran, or one has not come as far as telling its port. */
export function readPostmaster(data: string): Postmaster | null {
  const lines = readIfThere(pidFile(data))?.split('\n') ?? [];
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !Number.isSafeInteger(port) || port <= 0) return null;
  return { pid, port, status: lines[7]?.trim() ?? '' };
}

export function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}

/** The process of whatever server runs on a data folder, whether it answers or not; null when none does. */
export function serverOf(data: string): number | null {
  const pid = Number(readIfThere(pidFile(data))?.split('\n')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  // Windows tells no command line here: a stranger who has the id by now counts as a server.
  return isServerOf(pid, data) || (process.platform === 'win32' && isAlive(pid)) ? pid : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Ends whatever a killed start left behind in a data folder: a server that no longer answers is told to quit, then
 * killed; the process id of a dead one may have gone to a stranger, who is left alone.
 */
export async function clearRemains(data: string): Promise<void> {
  const first = Number(readIfThere(pidFile(data))?.split('\n')[0]);
  if (Number.isSafeInteger(first) && first > 0 && isServerOf(first, data)) {
    for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
      sendTo(first, signal);
      // Not by its id alone: in a container whose first process collects no dead ones it would stay for good.
      for (let turn = 0; turn < 100 && isServerOf(first, data); turn += 1) await setTimeout(50);
      if (!isServerOf(first, data)) break;
    }
  }
  rmSync(pidFile(data), { force: true });
}

function sendTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

function isServerOf(pid: number, data: string): boolean {
  return isAlive(pid) && commandOf(pid).includes(data);
}

function commandOf(pid: number): string {
  if (process.platform === 'win32') return '';
  const listed = readIfThere(`/proc/${String(pid)}/cmdline`);
  if (listed !== null) return listed.replaceAll('\0', ' ');
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
}
