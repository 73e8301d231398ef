import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { link, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../backup/files.js';

/** Written last into a folder; without it what lies there is not a whole export, and never ours to replace. */
export const manifestName = 'manifest.json';

const drafts = new Set<string>();

/** Takes away what is half made, at once: for a process that is told to end. */
export function dropDrafts(): void {
  for (const draft of drafts) rmSync(draft, { recursive: true, force: true });
}

/** What `write` has made under the name that it gets appears as `target`, whole, or nothing does. */
export async function wholeFile<Result>(
  target: string,
  force: boolean,
  write: (draft: string) => Promise<Result>,
): Promise<Result> {
  const refusal = () => new Error(`${target} is there already. Name another file, or replace it by --force.`);
  const there = statSync(target, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) throw new Error(`${target} is a folder. Name a file.`);
  if (there !== undefined && !force) throw refusal();
  return drafted(target, write, async (draft) => {
    if (force) return rename(draft, target);
    try {
      // Unlike a rename it never replaces what somebody has put there meanwhile.
      await link(draft, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw refusal();
      // A disk that knows no links.
      return rename(draft, target);
    }
  });
}

/** The same of a folder, which may be there and empty. */
export async function wholeFolder<Result>(
  target: string,
  force: boolean,
  write: (draft: string) => Promise<Result>,
): Promise<Result> {
  const before = statSync(target, { throwIfNoEntry: false });
  if (before !== undefined && !before.isDirectory()) throw new Error(`${target} is a file. Name a folder.`);
  const entries = before === undefined ? [] : readdirSync(target);
  if (entries.length > 0 && !force)
    throw new Error(`${target} is not empty. Name a new folder, or replace an export by --force.`);
  if (entries.length > 0 && !entries.includes(manifestName))
    throw new Error(
      `${target} holds no ${manifestName} and so no export: it is not replaced. Name a new folder.`,
    );
  const writeInto = async (draft: string) => {
    await mkdir(draft, { mode: 0o700 });
    return write(draft);
  };
  return drafted(target, writeInto, async (draft) => {
    if (entries.length === 0) {
      if (before !== undefined) await rmdir(target);
      return rename(draft, target);
    }
    const older = draftOf(target, 'older');
    await rename(target, older);
    await rename(draft, target);
    await rm(older, { recursive: true });
  });
}

function draftOf(target: string, kind: 'part' | 'older'): string {
  return join(dirname(target), `.${basename(target)}.${String(process.pid)}.${kind}`);
}

async function drafted<Result>(
  target: string,
  write: (draft: string) => Promise<Result>,
  place: (draft: string) => Promise<void>,
): Promise<Result> {
  if (!existsSync(dirname(target))) throw new Error(`There is no folder ${dirname(target)}.`);
  const draft = draftOf(target, 'part');
  drafts.add(draft);
  try {
    await rm(draft, { recursive: true, force: true });
    const result = await write(draft);
    await place(draft);
    await syncFolder(dirname(target));
    return result;
  } finally {
    await rm(draft, { recursive: true, force: true });
    drafts.delete(draft);
  }
}
