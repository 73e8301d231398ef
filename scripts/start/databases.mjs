// A migrated database for each service: on the embedded server, or wherever `<SERVICE>_DATABASE_URL` points.
import { join } from 'node:path';

export const services = ['licensing', 'support', 'billing'];

/** `{ server, ownerUrls, loginUrls }`; `server` is null where every service has a URL of its own. */
export async function openDatabases(root, say, meanwhile) {
  const given = Object.fromEntries(
    // One that is empty counts as missing.
    services.map((service) => [service, process.env[variableOf(service)] || undefined]),
  );
  const server = services.every((service) => given[service]) ? null : await openServer(root, say, meanwhile);
  try {
    const ownerUrls = Object.fromEntries(
      services.map((service) => [service, given[service] ?? server.url(`mainstay_${service}`)]),
    );
    const { keptPassword } = await import('@mainstay/kernel/embedded/private-file');
    const { prepareDatabase } = await import('@mainstay/kernel/db/prepare');
    const loginPassword = keptPassword(join(root, '.run', 'login.password'));
    const made = makeEach(
      server,
      services.filter((service) => !given[service]),
    );
    const prepared = await Promise.all(
      services.map(async (service) => {
        const { migrations } = await import(`@mainstay/${service}/migrations/history`);
        const ownerUrl = ownerUrls[service];
        await made[service];
        const { loginUrl, applied, bypassesPolicies } = await prepareDatabase({
          ...{ ownerUrl, loginPassword, migrations },
        }).catch((error) => unusable(service, given[service], error));
        if (applied.length > 0) say(`migrated ${service}: ${applied.length} steps`);
        return { service, loginUrl, bypassesPolicies };
      }),
    );
    await refuseHeld(
      prepared.filter((one) => !one.bypassesPolicies).map(({ service }) => variableOf(service)),
    );
    return {
      server,
      ownerUrls,
      loginUrls: Object.fromEntries(prepared.map(({ service, loginUrl }) => [service, loginUrl])),
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

function variableOf(service) {
  return `${service.toUpperCase()}_DATABASE_URL`;
}

/** Which of the databases of the user's own cannot be reached, and why; an address in it may be a secret. */
async function unusable(service, given, error) {
  const codes = {
    ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
    ENOTFOUND: 'its host is not known (ENOTFOUND)',
    42501: 'its role may not do what a start does (README, "A database of your own")',
    '28P01': 'the password is refused',
    28000: 'the role is refused',
    '3D000': 'there is no such database',
  };
  const reason = codes[error.code] ?? error.code;
  if (given === undefined || reason === undefined) throw error;
  const { ConfigFault } = await import('@mainstay/kernel/graph/config');
  const variable = variableOf(service);
  throw new ConfigFault([variable], [`${variable} leads to no database that can be prepared: ${reason}`]);
}

/** The demo is founded past the policies, which hold whoever owns the tables, too. */
async function refuseHeld(variables) {
  if (variables.length === 0) return;
  const { ConfigFault } = await import('@mainstay/kernel/graph/config');
  const way = 'its role needs bypassrls, to found the demo (README, "A database of your own")';
  throw new ConfigFault(
    variables,
    variables.map((variable) => `${variable}: ${way}`),
  );
}

/** The checkout's own PostgreSQL, on which starts keep their data. */
export async function openStartServer(root, meanwhile) {
  const { openEmbedded } = await import('@mainstay/kernel/embedded/supervisor');
  return openEmbedded({ project: root, name: 'start', durable: true, environment: process.env, meanwhile });
}

async function openServer(root, say, meanwhile) {
  const server = await openStartServer(root, meanwhile);
  const where = server.outside === null ? '' : ` in ${server.outside} (\`npm run reset\` removes it)`;
  say(`PostgreSQL ${server.how} on port ${server.port}${where}`);
  return server;
}

/** By service a promise of its database: one is made while the one before is migrated. */
function makeEach(server, missing) {
  let last = Promise.resolve();
  const make = async (service) => {
    const { ensureDatabases } = await import('@mainstay/kernel/embedded/databases');
    await ensureDatabases(server.url('postgres'), [`mainstay_${service}`]);
  };
  return Object.fromEntries(
    missing.map((service) => {
      last = last.then(() => make(service));
      // Whoever waits for it is told; one that nobody has come to yet would end the process.
      last.catch(() => undefined);
      return [service, last];
    }),
  );
}
