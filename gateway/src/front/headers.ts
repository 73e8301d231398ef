import type { IncomingMessage } from 'node:http';

/** On every answer. No CORS header is among them: a page of another origin reads nothing. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Headers of which a second one would let two readers of one request disagree, about who asks or what is asked.
 * Node keeps the first of some and joins others; a proxy before us may choose differently.
 */
const single = new Set([
  'authorization',
  'mainstay-membership',
  'content-type',
  'content-length',
  'content-encoding',
  'host',
]);

export function hasDoubtfulHeaders({ rawHeaders }: IncomingMessage): boolean {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!single.has(name)) continue;
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
