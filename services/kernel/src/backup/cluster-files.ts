import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSynced, type CopiedFile } from './files.js';

/** What of a running cluster is copied: paths with slashes from its data folder on. */
export interface ClusterFiles {
  readonly folders: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/** Copied last and apart. */
export const controlFile = 'global/pg_control';

/** A server fills these anew when it starts; the log is copied at the end, and slots belong to who reads from here. */
const emptied = new Set([
  ...['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp'],
  'pg_subtrans',
]);

/** Of the running server, of an earlier backup, caches, and temporary files and tables. */
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|backup_manifest|current_logfiles.*|pg_internal\.init.*|pgsql_tmp.*|t\d+_\d+.*)$/;

export async function clusterFiles(data: string): Promise<ClusterFiles> {
  const folders: string[] = [];
  const files: { path: string; bytes: number }[] = [];
  async function walk(folder: string): Promise<void> {
    for (const entry of await readdir(join(data, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (leftOut.test(entry.name) || path === controlFile) continue;
      if (entry.isDirectory()) {
        folders.push(path);
        if (!emptied.has(path)) await walk(path);
      } else if (entry.isFile()) {
        const bytes = await sizeOf(join(data, path));
        if (bytes !== null) files.push({ path, bytes });
      } else
        throw new Error(
          `${path} leads out of the data folder (a tablespace?): such a cluster is backed up by pg_basebackup.`,
        );
    }
  }
  await walk('');
  return { folders, files };
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** A table may be dropped while its file waits to be copied; the log knows of that. */
export function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** The server writes it in one piece, which a reader may see half of: two that are alike are whole. */
export async function copyControlFile(data: string, to: string): Promise<Omit<CopiedFile, 'path'>> {
  let before = await readFile(join(data, controlFile));
  for (;;) {
    const now = await readFile(join(data, controlFile));
    if (now.equals(before)) return writeSynced(to, now);
    before = now;
  }
}
