import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, serverAccount, type ServerAccount } from '../embedded/account.js';
import { nativeFolder, programPath } from '../embedded/binaries.js';
import { inTurn } from '../embedded/only-one.js';
import { preparePlace, type Place } from '../embedded/place.js';
import { serverOf } from '../embedded/postmaster.js';
import { readIfThere, writePrivate } from '../embedded/private-file.js';
import { copyFile, eachOf, makeFolder, syncFolder, syncAll } from './files.js';
import { platform, readManifest, type Manifest } from './manifest.js';
import { progressOf } from './progress.js';

export interface RestoreInput {
  readonly source: string;
  /** The checkout whose server of that name gets the data; as `openEmbedded` takes them. */
  readonly project: string;
  readonly name: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly native?: string;
  /** Where the secrets go that came along; of those that lie there the old data keeps a copy. */
  readonly secrets: { readonly folder: string; readonly names: readonly string[] };
  readonly clock: () => string;
  readonly say: (text: string) => void;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where the data lies that was there before; null where there was none. */
  readonly aside: string | null;
}

/**
 * Puts a backup in the place of a checkout's cluster. Everything is copied and compared before anything is moved; what
 * was there is put aside and never removed. The next start replays the log.
 */
export async function restoreBackup(input: RestoreInput): Promise<Restored> {
  const { project, name, environment, source } = input;
  const manifest = readManifest(source);
  const account = serverAccount();
  // A start that comes meanwhile waits, and then finds the restored data.
  return inTurn(join(project, '.run', 'postgres', `${name}.turn`), async () => {
    const native = input.native ?? nativeFolder();
    const place = preparePlace({ project, name, native, account, environment });
    const running = serverOf(place.data);
    if (running !== null)
      throw new Error(
        `Nothing is restored: a server (process ${String(running)}) runs on the data. Stop \`npm start\` first.`,
      );
    refuseForeign(manifest, versionOf(place, account, environment));
    const draft = `${place.data}.restored`;
    rmSync(draft, { recursive: true, force: true });
    try {
      await copyInto(draft, { manifest, account, source, say: input.say });
      return { manifest, aside: await exchange(input, place, draft) };
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  });
}

function versionOf(place: Place, account: ServerAccount | null, environment: NodeJS.ProcessEnv): string {
  const told = spawnSync(programPath(place.native, 'postgres'), ['--version'], {
    ...account,
    ...{ env: cleanEnvironment(environment), cwd: '/', encoding: 'utf8' as const },
  });
  const version = /(\d+)\S*\s*$/.exec(told.stdout)?.[0].trim();
  if (version === undefined) throw new Error('The PostgreSQL that comes along does not tell its version.');
  return version;
}

function refuseForeign(manifest: Manifest, version: string): void {
  const { postgres } = manifest;
  if (Number.parseInt(version, 10) !== postgres.major)
    throw new Error(
      `The backup is of PostgreSQL ${postgres.version} and this is ${version}: check out the version of Mainstay that made it.`,
    );
  if (manifest.platform !== platform)
    throw new Error(
      `The backup was made on ${manifest.platform} and can be restored there alone; this is ${platform}.`,
    );
}

interface Copy {
  readonly manifest: Manifest;
  readonly account: ServerAccount | null;
  readonly source: string;
  readonly say: (text: string) => void;
}

async function copyInto(draft: string, { manifest, account, source, say }: Copy): Promise<void> {
  const progress = progressOf('restored', manifest.bytes, say);
  await makeFolder(draft, account);
  await makeFolder(join(draft, 'run'));
  for (const folder of manifest.folders) if (folder !== 'run') await makeFolder(join(draft, folder), account);
  await eachOf(manifest.files, async ({ path, bytes, sha256 }) => {
    const owner = path.startsWith('data/') ? account : null;
    const copied = await copyFile(join(source, path), join(draft, path), owner).catch(missing(path));
    if (copied.sha256 !== sha256)
      throw new Error(`Nothing is restored: ${path} of the backup is not what was written (SHA-256).`);
    progress(bytes);
  });
  await syncAll(draft);
}

function missing(path: string) {
  return (error: unknown): never => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error(`Nothing is restored: ${path} is missing from the backup.`);
    throw error;
  };
}

/** What is there is copied or moved aside first; three renames then make the difference, and none removes anything. */
async function exchange(
  { clock, secrets }: RestoreInput,
  place: Place,
  draft: string,
): Promise<string | null> {
  const aside = join(place.folder, `before-${clock().replaceAll(/\D/g, '')}`);
  const password = join(place.folder, 'password');
  const wasThere = existsSync(place.data);
  if (wasThere) {
    mkdirSync(aside, { mode: 0o700 });
    keepCopy(password, join(aside, 'password'));
    for (const name of secrets.names) keepCopy(join(secrets.folder, name), join(aside, 'run', name));
    renameSync(place.data, join(aside, 'data'));
  }
  renameSync(join(draft, 'password'), password);
  renameSync(join(draft, 'data'), place.data);
  await syncFolder(place.folder);
  for (const name of secrets.names) {
    const text = readIfThere(join(draft, 'run', name));
    if (text === null) rmSync(join(secrets.folder, name), { force: true });
    else writePrivate(join(secrets.folder, name), text);
  }
  return wasThere ? aside : null;
}

function keepCopy(from: string, to: string): void {
  const text = readIfThere(from);
  if (text !== null) writePrivate(to, text);
}
