import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Names as the bundler makes them. What is not of this form was not made by it and is never opened. */
const fileName = z.string().regex(/^[\w-]+(\.[\w-]+)*-[A-Z0-9]{8}\.(js|css|ttf)$/);

const manifestSchema = z.strictObject({
  /** What the bundle was made of, hashed. */
  inputs: z.string(),
  script: fileName,
  style: fileName,
  /** Loaded by the script before it runs; named in the page so that the browser need not discover them. */
  preload: z.array(fileName),
  workers: z.strictObject({ editor: fileName, graphql: fileName, json: fileName }),
  files: z.record(fileName, z.strictObject({ encodings: z.array(z.enum(['br', 'gzip'])) })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Encoding = 'br' | 'gzip';

/** Null while there is no bundle. It is written last and renamed into place, so that it names only whole files. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(join(folder, 'manifest.json'), 'utf8');
  } catch (fault) {
    if (typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ENOENT')
      return null;
    throw fault;
  }
  const read = manifestSchema.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}
