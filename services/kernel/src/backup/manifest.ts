import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../embedded/private-file.js';
import { syncFolder, writeSynced } from './files.js';

const form = z.object({
  form: z.literal(1),
  /** ISO 8601: the restored data holds all that was acknowledged before the first and may hold more up to the second. */
  beganAt: z.string(),
  endedAt: z.string(),
  checkout: z.string(),
  /** Files of a cluster are read by the same major version, for the same kind of machine. */
  postgres: z.object({ version: z.string(), major: z.number().int(), systemIdentifier: z.string() }),
  platform: z.string(),
  databases: z.array(z.string()),
  log: z.object({ first: z.string(), last: z.string() }),
  bytes: z.number(),
  folders: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof form>;

/** Files of a cluster depend on the processor and the system that wrote them. */
export const platform = `${process.platform}-${process.arch}`;

const fileName = 'backup.json';

/** Written when everything else is on the disk, so that a backup without it is half made. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const draft = join(folder, `${fileName}.draft`);
  await writeSynced(draft, `${JSON.stringify(manifest, null, 1)}\n`);
  await rename(draft, join(folder, fileName));
  await syncFolder(folder);
}

export function readManifest(folder: string): Manifest {
  const text = readIfThere(join(folder, fileName));
  if (text === null)
    throw new Error(
      `${folder} holds no whole backup: ${fileName} is missing, which is written last. Take another, or name its folder.`,
    );
  try {
    const manifest = form.parse(JSON.parse(text));
    for (const path of [...manifest.folders, ...manifest.files.map((file) => file.path)])
      if (!isInside(path)) throw new Error('It names a path outside.');
    return manifest;
  } catch {
    throw new Error(`${join(folder, fileName)} is not what a backup of this version writes.`);
  }
}

/** A manifest comes from a disk that others may have written to, and must lead to no file elsewhere. */
function isInside(path: string): boolean {
  return /^(data|run)(\/|$)|^password$/.test(path) && !path.split(/[\\/]/).includes('..');
}
