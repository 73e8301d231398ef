import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurable } from './load.js';

const run = promisify(execFile);

const versionsOfDebian = '/usr/lib/postgresql';

/** Where pgbench is: on the path, or where Debian keeps it; null where it is not installed. */
export async function findPgbench(): Promise<string | null> {
  const versions = await readdir(versionsOfDebian).catch(() => []);
  const kept = versions.toSorted((a, b) => Number(b) - Number(a));
  for (const file of ['pgbench', ...kept.map((version) => join(versionsOfDebian, version, 'bin', 'pgbench'))])
    if (
      await run(file, ['--version']).then(
        () => true,
        () => false,
      )
    )
      return file;
  return null;
}

interface Peer {
  readonly name: string;
  readonly pgbench: string;
  readonly url: string;
  /** Settings of its sessions. */
  readonly options?: string;
  readonly script: string;
  /** Where the script is left. */
  readonly file: string;
}

function number(output: string, words: RegExp): number {
  const found = Number(words.exec(output)?.[1]);
  if (!Number.isFinite(found)) throw new Error(`pgbench does not say ${words.source}:\n${output}`);
  return found;
}

/** Prepared statements, as many connections as the others have, and nothing between it and the server. */
export async function pgbenchPeer({ name, pgbench, url, options, script, file }: Peer): Promise<Measurable> {
  await writeFile(file, script);
  return {
    name,
    async measure(seconds, connections) {
      const { stdout } = await run(
        pgbench,
        [
          ...['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-T', String(Math.ceil(seconds))],
          ...['-f', file, url],
        ],
        {
          env: { ...process.env, ...(options === undefined ? {} : { PGOPTIONS: options }) },
          maxBuffer: 1 << 24,
        },
      );
      return {
        requests: number(stdout, /number of transactions actually processed: (\d+)/u),
        requestsPerSecond: number(stdout, /tps = ([\d.]+) \(without initial connection time\)/u),
        // It tells the mean alone.
        p50Ms: number(stdout, /latency average = ([\d.]+) ms/u),
        ...{ p99Ms: NaN, cpuMsPerRequest: NaN, rssBytes: NaN },
      };
    },
  };
}
