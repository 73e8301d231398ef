import type { IncomingMessage } from 'node:http';

/** Reads a whole body, or as much as shows that it is not wanted. */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | 'too-large' | 'aborted'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        request.removeAllListeners('data');
        resolve('too-large');
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    for (const event of ['close', 'error']) {
      request.on(event, () => {
        resolve('aborted');
      });
    }
  });
}

/** Null for what is not one JSON object. */
export function asObject(body: Buffer): Readonly<Record<string, unknown>> | null {
  const value = asJson(body);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>;
}

/** Undefined for what is not JSON. */
export function asJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

export function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type'] ?? '';
  return (
    /^application\/json(?: *; *charset="?utf-?8"?)?$/i.test(type) && !request.headers['content-encoding']
  );
}
