import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** After the grace, this long for the answers of what was given up. */
const cutMs = 1_000;
/** A refused body is read to its end, so that its sender can read the refusal; but not forever. */
const drainedBytes = 16 * 1024 * 1024;

/** node:http with bounds for what may arrive, and how long it may take. */
export function leanServer(arrivalMs: number): Server {
  return createServer({
    maxHeaderSize: 16_384,
    requestTimeout: arrivalMs,
    headersTimeout: Math.min(10_000, arrivalMs),
    // Node looks for late requests this often, by default only twice a minute.
    connectionsCheckingInterval: Math.min(5_000, arrivalMs),
    // Longer than clients keep an idle connection, so that it is the client that closes it.
    keepAliveTimeout: 65_000,
  });
}

/** Resolves with the origin that the server listens at. */
export function listen(server: Server, { port, host }: { port: number; host: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { port: bound } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}

export interface Closing {
  readonly graceMs: number;
  /** The grace is over: what still runs is not waited for. */
  readonly giveUp: () => void;
  /** Resolves when everybody has an answer in full; who is connected then is only kept alive, and cut at once. */
  readonly answered?: () => Promise<void>;
}

/** Takes nothing new, lets what runs end within the grace, then cuts what is left. */
export async function close(server: Server, { graceMs, giveUp, answered }: Closing): Promise<void> {
  const ended = new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  server.closeIdleConnections();
  const given = setTimeout(giveUp, graceMs);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs + cutMs);
  if (answered !== undefined) {
    await answered();
    server.closeAllConnections();
  }
  await ended;
  clearTimeout(given);
  clearTimeout(cut);
}

/** Reads on past a refusal. */
export function drain(request: IncomingMessage): void {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > drainedBytes) request.destroy();
  });
  request.resume();
}
