import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import pg from 'pg';
import { clusterFiles, controlFile, copyControlFile, isGone, type ClusterFiles } from './cluster-files.js';
import { copyFile, eachOf, makeFolder, syncAll, writeSynced, type CopiedFile } from './files.js';
import { clusterOf, stopBackup, type Cluster, type Stopped } from './session.js';
import { platform, writeManifest, type Manifest } from './manifest.js';
import { progressOf } from './progress.js';
import { isSegment, segmentsBetween } from './wal-segments.js';

export interface BackupInput {
  /** Of the cluster's administrator, on the machine where its data lies. */
  readonly administratorUrl: string;
  /** New or empty. */
  readonly target: string;
  readonly checkout: string;
  /** Secrets that the data is of no use without, in a folder of their own; those that are missing are left out. */
  readonly secrets: { readonly folder: string; readonly names: readonly string[] };
  readonly clock: () => string;
  readonly say: (text: string) => void;
}

/**
 * One copy of all databases of the cluster at one point, while it is written to: all that was acknowledged before the
 * call is in it. Data files are copied as they come, and the log from before to after the copy makes them one.
 */
export async function takeBackup(input: BackupInput): Promise<Manifest> {
  const client = new pg.Client({
    connectionString: input.administratorUrl,
    application_name: 'mainstay-backup',
  });
  // A server that stops meanwhile is told by the next statement.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await take(client, input);
  } finally {
    // An unfinished backup and its slot end with their connection.
    await client.end();
  }
}

async function take(client: pg.Client, input: BackupInput): Promise<Manifest> {
  const { target, say, clock } = input;
  const cluster = await clusterOf(client);
  claim(target, cluster.data);
  const beganAt = clock();
  // No log that this backup needs is recycled while the slot stands.
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [
    `mainstay_backup_${String(process.pid)}`,
  ]);
  await client.query("select pg_backup_start('mainstay', fast => true)");
  const listed = await clusterFiles(cluster.data);
  const files = await copyCluster(cluster.data, target, listed, say);
  const stopped = await stopBackup(client);
  files.push(await added(target, 'data/backup_label', stopped.label));
  const log = await copyLog(cluster, target, stopped);
  files.push(...log.files);
  files.push(await copied(join(dirname(cluster.data), 'password'), target, 'password'));
  files.push(...(await copySecrets(input)));
  await syncAll(target);
  const manifest: Manifest = {
    ...{ form: 1, beganAt, endedAt: clock(), checkout: input.checkout, platform },
    ...{
      postgres: cluster.postgres,
      databases: cluster.databases,
      log: { first: log.first, last: log.last },
    },
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    folders: ['data', 'run', ...listed.folders.map((folder) => `data/${folder}`)].sort(),
    files: files.sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
  await writeManifest(target, manifest);
  return manifest;
}

/** Never over another backup, and never into what is being copied. */
function claim(target: string, data: string): void {
  const way = relative(data, target);
  if (!way.startsWith('..') && !isAbsolute(way))
    throw new Error(`${target} lies within the data itself. Name another folder.`);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  if (readdirSync(target).length > 0)
    throw new Error(`${target} is not empty. Name a new folder; a half-made backup may be removed.`);
}

async function copyCluster(
  data: string,
  target: string,
  { folders, files }: ClusterFiles,
  say: (text: string) => void,
): Promise<CopiedFile[]> {
  const progress = progressOf(
    'copied',
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    say,
  );
  for (const folder of ['data', 'run', ...folders.map((path) => `data/${path}`)])
    await makeFolder(join(target, folder));
  const done: CopiedFile[] = [];
  await eachOf(files, async ({ path }) => {
    try {
      const file = await copied(join(data, path), target, `data/${path}`);
      done.push(file);
      progress(file.bytes);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  });
  const path = `data/${controlFile}`;
  done.push({ path, ...(await copyControlFile(data, join(target, path))) });
  return done;
}

async function copyLog({ data, segmentBytes }: Cluster, target: string, { label, last }: Stopped) {
  const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(label)?.[1];
  if (first === undefined) throw new Error('The server does not tell where the log of the backup begins.');
  const there = new Set((await readdir(join(data, 'pg_wal'))).filter(isSegment));
  const files: CopiedFile[] = [];
  for (const segment of segmentsBetween(first, last, segmentBytes)) {
    if (!there.has(segment))
      throw new Error(`The log ${segment} is gone that the backup needs. Take another one.`);
    const file = await copied(join(data, 'pg_wal', segment), target, `data/pg_wal/${segment}`);
    if (file.bytes !== segmentBytes) throw new Error(`The log ${segment} is not whole. Take another backup.`);
    files.push(file);
  }
  return { first, last, files };
}

async function copySecrets({ secrets, target }: BackupInput): Promise<CopiedFile[]> {
  const files: CopiedFile[] = [];
  for (const name of secrets.names) {
    try {
      const text = await readFile(join(secrets.folder, name), 'utf8');
      files.push(await added(target, `run/${name}`, text));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return files;
}

async function copied(from: string, target: string, path: string): Promise<CopiedFile> {
  return { path, ...(await copyFile(from, join(target, path))) };
}

async function added(target: string, path: string, text: string): Promise<CopiedFile> {
  return { path, ...(await writeSynced(join(target, path), text)) };
}
