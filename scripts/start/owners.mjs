// Each service's database as its owner reaches it. Nothing is migrated here, so that a running house notices nothing.
import { join } from 'node:path';
import { openStartServer } from './databases.mjs';

export const prepares =
  'Run `npm start` first: it makes the databases and the logins that this command uses.';

/**
 * Hands `{ licensing: url, … }` and the logins' password, or undefined, to the work; joins the server of a running
 * start, or opens it for as long.
 */
export async function withOwners({ root, of }, work) {
  const { readIfThere } = await import('@mainstay/kernel/embedded/private-file');
  const password = readIfThere(join(root, '.run', 'login.password'))?.trim();
  const given = (service) => process.env[`${service.toUpperCase()}_DATABASE_URL`] || undefined;
  const needsServer = !of.every(given);
  if (needsServer && password === undefined) throw nothingStarted();
  const server = needsServer ? await openStartServer(root) : null;
  try {
    const ownerUrls = Object.fromEntries(
      of.map((service) => [service, given(service) ?? server.url(`mainstay_${service}`)]),
    );
    return await work({ ownerUrls, password });
  } finally {
    await server?.stop();
  }
}

export function nothingStarted() {
  return new Error(`Nothing has been started here yet. ${prepares}`);
}
