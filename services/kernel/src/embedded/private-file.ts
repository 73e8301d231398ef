import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ServerAccount } from './account.js';

/** Writes a file that only its owner may read, from its first byte on, and that appears whole or not at all. */
export function writePrivate(path: string, text: string, owner: ServerAccount | null = null): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  if (owner !== null) chownSync(draft, owner.uid, owner.gid);
  renameSync(draft, path);
}

/** Text of a file; null where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Letters and digits only: it travels in URLs and SQL without being quoted. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** A password that is made once and then kept in a private file. */
export function keptPassword(path: string): string {
  const kept = readIfThere(path)?.trim();
  if (kept !== undefined && kept !== '') return kept;
  const password = newPassword();
  writePrivate(path, `${password}\n`);
  return password;
}
