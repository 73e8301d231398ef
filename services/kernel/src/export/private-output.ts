import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Below this what comes waits, so that a row is not a write of its own. */
const chunkLength = 1 << 16;

/**
 * Writes text as it comes into a new file that only its owner may read, from its first byte on. It is on the disk when
 * this resolves.
 */
export async function writePrivately(
  path: string,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const text of chunksOf(pieces)) {
      const chunk = Buffer.from(text);
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* chunksOf(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let waiting = '';
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length < chunkLength) continue;
    yield waiting;
    waiting = '';
  }
  if (waiting !== '') yield waiting;
}
