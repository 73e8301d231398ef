import { createHash } from 'node:crypto';
import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerAccount } from '../embedded/account.js';

/** A file as the manifest remembers it; its path from the backup's folder on, with slashes. */
export interface CopiedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const chunkBytes = 1 << 20;

/**
 * Copies a file so that only its owner may read it; it is on the disk after `syncAll`. A file that a server writes to
 * meanwhile is copied as it comes: the log puts right what was torn.
 */
export async function copyFile(
  from: string,
  to: string,
  owner: ServerAccount | null = null,
): Promise<Omit<CopiedFile, 'path'>> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const copied = await copyBytes(source, target);
      if (owner !== null) await target.chown(owner.uid, owner.gid);
      return copied;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function copyBytes(source: FileHandle, target: FileHandle): Promise<Omit<CopiedFile, 'path'>> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, chunkBytes, null);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const piece = chunk.subarray(0, bytesRead);
    hash.update(piece);
    for (let at = 0; at < bytesRead;) {
      const { bytesWritten } = await target.write(piece, at, bytesRead - at, null);
      at += bytesWritten;
    }
    bytes += bytesRead;
  }
}

/** Writes a private file whole and onto the disk. */
export async function writeSynced(path: string, content: string | Buffer): Promise<Omit<CopiedFile, 'path'>> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

/** A folder that only its owner may enter. */
export async function makeFolder(path: string, owner: ServerAccount | null = null): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  if (owner === null) return;
  const folder = await open(path, 'r');
  await folder.chown(owner.uid, owner.gid).finally(() => folder.close());
}

/**
 * Puts a folder with everything in it onto the disk. Once for all and not file by file, because by the end most are
 * there and the rest share the waiting.
 */
export async function syncAll(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  await eachOf(entries, async (entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return syncAll(inner);
    const file = await open(inner, 'r+');
    await file.sync().finally(() => file.close());
  });
  await syncFolder(path);
}

/** Puts the names in a folder onto the disk. Windows knows no such thing. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** Works through a list, a few at a time: the disk is what is waited for. */
export async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

/** Every folder that a list of paths with slashes goes through, the outer first. */
export function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths)
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  return [...folders].sort();
}
