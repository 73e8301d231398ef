import { services } from '../start/databases.mjs';

/** Hands each service's snapshot to the work, all of them taken before anything is read; `takenAt` is when. */
export async function withSources(ownerUrls, work) {
  const { openSnapshot } = await import('@mainstay/kernel/export/snapshot');
  const sources = [];
  try {
    const takenAt = new Date().toISOString();
    for (const service of services) {
      const { held } = await import(`@mainstay/${service}/export/held`);
      const snapshot = await openSnapshot({ ownerUrl: ownerUrls[service], held }).catch((error) =>
        unreadable(service, error),
      );
      sources.push({ service, snapshot, held });
    }
    return await work(sources, takenAt);
  } finally {
    await Promise.all(sources.map(({ snapshot }) => snapshot.close()));
  }
}

/** Which database it is; the words of a driver may quote an address, and that a password. */
function unreadable(service, error) {
  const codes = {
    ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
    ENOTFOUND: 'its host is not known (ENOTFOUND)',
    '28P01': 'the password is refused',
    28000: 'the role is refused',
    '3D000': 'there is no such database; run `npm start` first',
    42501: 'its role may not read past the policies (README, "A database of your own")',
  };
  const reason = codes[error.code] ?? (error.code === undefined ? error.message : error.code);
  throw new Error(`The database of ${service} cannot be exported: ${reason}`);
}
