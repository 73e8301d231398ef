// Each service's database as the service itself sees it: by the login that the last start made, and as the job that
// works the queues. Nothing is migrated and no password is set here, so that a running house notices nothing.
import { nothingStarted, prepares, withOwners } from '../start/owners.mjs';

/** Hands `[{ service, database }]` to the work; joins the server of a running start, or opens it for as long. */
export function withQueues({ root, of }, work) {
  return withOwners({ root, of }, async ({ ownerUrls, password }) => {
    if (password === undefined) throw nothingStarted();
    const queues = [];
    try {
      for (const service of of) {
        const ownerUrl = ownerUrls[service];
        queues.push({ service, database: await openAnswering({ service, ownerUrl, password }) });
      }
      return await work(queues);
    } finally {
      await Promise.all(queues.map(({ database }) => database.close()));
    }
  });
}

async function openAnswering({ service, ownerUrl, password }) {
  const { openDatabase } = await import('@mainstay/kernel/db/driver');
  const { loginUrlOf } = await import('@mainstay/kernel/db/prepare');
  const { loginRoleOf } = await import('@mainstay/kernel/db/roles');
  const { pathname, username } = new URL(ownerUrl);
  // As the driver does where the URL names no database.
  const name = decodeURIComponent(pathname.slice(1) || username);
  let told = '';
  const note = (facts) => (told = facts.sqlState ?? facts.reason ?? '');
  const database = openDatabase({
    url: loginUrlOf(ownerUrl, loginRoleOf(name), password),
    ...{ service, max: 1, logger: { warn: note, error: note } },
  });
  try {
    await database.ping();
    return database;
  } catch {
    await database.close();
    throw new Error(`The database of ${service} does not answer its login (${told}). ${prepares}`);
  }
}
