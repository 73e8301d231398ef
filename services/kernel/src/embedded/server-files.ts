import { chmodSync, chownSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { ServerAccount } from './account.js';

const logLimitBytes = 2_000_000;

/** A folder that the server's account alone can enter: PostgreSQL insists on it. */
export function makeDataFolder(path: string, account: ServerAccount | null): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  if (account !== null) chownSync(path, account.uid, account.gid);
}

/** Opens the server's log for this start; what was written before stays, up to a size. */
export function openLog(path: string): { readonly fd: number; readonly from: number } {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimitBytes) renameSync(path, `${path}.old`);
  return { fd: openSync(path, 'a', 0o600), from: size > logLimitBytes ? 0 : size };
}

/** What the server has said since, cut to what a person reads. */
export function tailOf(path: string, from: number): string {
  return readFileSync(path).subarray(from).toString('utf8').trim().slice(-2_000);
}
