import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { canRun, type ServerAccount } from './account.js';
import { ensureLinks, programPath } from './binaries.js';

/** Where one server's programs and data lie. */
export interface Place {
  readonly folder: string;
  readonly native: string;
  readonly data: string;
  readonly log: string;
  /** The folder outside the checkout that holds it, which a person wants to be told; null for a place inside. */
  readonly outside: string | null;
}

export interface PlaceInput {
  /** The checkout: each has a place of its own. */
  readonly project: string;
  /** Tells servers of one checkout apart, e.g. `start` and `test`. */
  readonly name: string;
  readonly native: string;
  readonly account: ServerAccount | null;
  readonly environment: NodeJS.ProcessEnv;
}

/** The one kept over a restart of the machine comes first, since data is meant to stay. */
const openFolders = (): string[] => ['/var/tmp', tmpdir(), '/tmp'];

/**
 * Inside the checkout (.run, ignored by git) wherever the server's account can run from there; else, for root under
 * a folder closed to others, outside it, with a copy of the programs.
 */
export function preparePlace(input: PlaceInput): Place {
  const { project, name, native, account, environment } = input;
  const inside = join(project, '.run', 'postgres');
  mkdirSync(join(inside, name), { recursive: true });
  const usable = linked(native) ? native : copyOf(native, inside, name);
  if (
    account === null ||
    (isPassable(join(inside, name)) && canRun(programPath(usable, 'postgres'), account, environment))
  )
    return placeAt(join(inside, name), usable, null);
  const outside = outsideFolder(project);
  claimFolder(outside);
  const folder = join(outside, name);
  openToAll(folder);
  return placeAt(folder, copyOf(native, outside, name), outside);
}

/** The folder of a checkout's servers when they cannot live inside it; the same path each time. */
export function outsideFolder(project: string, within: readonly string[] = openFolders()): string {
  const parent = within.find((folder) => isPassable(folder));
  if (parent === undefined)
    throw new Error(
      `An account without rights may pass none of ${within.join(', ')}. Give database URLs of your own, or do not run as root.`,
    );
  const key = createHash('sha256').update(project).digest('hex').slice(0, 10);
  return join(parent, `mainstay-${basename(project).replaceAll(/[^\w.-]/g, '_')}-${key}`);
}

/** Whether an account that owns nothing here may pass the folder and everything above it. */
function isPassable(folder: string): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true || (found.mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function placeAt(folder: string, native: string, outside: string | null): Place {
  return { folder, native, outside, data: join(folder, 'data'), log: join(folder, 'server.log') };
}

function linked(native: string): boolean {
  try {
    ensureLinks(native);
    return true;
  } catch (error) {
    // Packages on a disk that we may not write to: a copy is as good.
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Its parent is open to all and its name can be guessed, so a folder that somebody else laid there is not trusted. */
function claimFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new Error(`${folder} belongs to somebody else. Remove it, or give database URLs of your own.`);
  chmodSync(folder, 0o755);
}

function openToAll(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/**
 * Copied once a version of the package; the copy appears whole or not at all. Drafts bear the server's name, since
 * starts of one name take turns and those of two do not.
 */
function copyOf(native: string, parent: string, name: string): string {
  const manifest = readFileSync(join(native, '..', 'package.json'));
  const version = createHash('sha256').update(manifest).digest('hex').slice(0, 10);
  const copy = join(parent, `native-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${name}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  ensureLinks(draft);
  makeReadable(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    // The other name's copy was there first, and is the same.
    if (!existsSync(copy)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

/** Packages unpacked under a strict umask are closed to the server's account, and so were a plain copy of them. */
function makeReadable(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, (found.mode & 0o100) === 0 ? 0o644 : 0o755);
  if (!found.isDirectory()) return;
  for (const entry of readdirSync(path)) makeReadable(join(path, entry));
}
