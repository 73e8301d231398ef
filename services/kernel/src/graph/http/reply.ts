import type { ServerResponse } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal says its status and nothing else: whoever has to know more holds the log. */
export function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, body: '', headers };
}

export function json(status: number, body: string): Reply {
  return { status, body, headers: { 'content-type': 'application/json; charset=utf-8' } };
}

export function text(status: number, line: string): Reply {
  return { status, body: `${line}\n`, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

export function send(response: ServerResponse, { status, body, headers }: Reply): void {
  if (response.destroyed || response.headersSent) return;
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, 'content-length': length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
