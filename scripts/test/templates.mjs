// A migrated database a service, and one with the demo world besides; a test file clones one in some hundredths of a
// second. Their names carry a hash of what made them, so that a second run finds them ready.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const pg = createRequire(import.meta.url)('pg');

export const services = ['licensing', 'support', 'billing'];
/** `{ licensing: { bare, demo }, … }`: names of databases that nobody may connect to and everybody may clone. */
export async function makeTemplates(server, root) {
  const { inTurn } = await import('@mainstay/kernel/embedded/only-one');
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    return await inTurn(join(root, '.run', 'postgres', 'test.templates'), async () => {
      const names = namesOf(root);
      if (server.otherUsers().length === 0) await dropOutdated(client, names);
      for (const service of services) await makeBare(server, client, service, names[service].bare);
      await makeDemo(server, client, names);
      return names;
    });
  } finally {
    await client.end();
  }
}

function namesOf(root) {
  const migrated = (service) => ['services/kernel/dist/db', `services/${service}/dist/migrations`];
  const world = [
    ...services.flatMap(migrated),
    ...['services/kernel/dist/values', 'services/licensing/dist', 'demo'],
  ];
  const worldHash = hashOfFiles(root, world);
  return Object.fromEntries(
    services.map((service) => [
      service,
      {
        bare: `template_${service}_${hashOfFiles(root, migrated(service))}`,
        demo: `template_${service}_demo_${worldHash}`,
      },
    ]),
  );
}

function hashOfFiles(root, folders) {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const path = join(root, folder);
    const files = existsSync(path) ? readdirSync(path, { recursive: true, withFileTypes: true }) : [];
    const paths = files
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map') && !/\.test\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of paths.sort())
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 10);
}

async function exists(client, name) {
  const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
  return rows.length > 0;
}

async function makeBare(server, client, service, name) {
  if (await exists(client, name)) return;
  const { migrations } = await import(`@mainstay/${service}/migrations/history`);
  const { prepareDatabase } = await import('@mainstay/kernel/db/prepare');
  await makeAside(client, name, null, async (draft) => {
    await prepareDatabase({ ownerUrl: server.url(draft), loginPassword: 'never used', migrations });
  });
}

async function makeDemo(server, client, names) {
  const missing = [];
  for (const service of services) if (!(await exists(client, names[service].demo))) missing.push(service);
  if (missing.length === 0) return;
  // All three again, because one world is loaded into them.
  for (const service of services) await createDraft(client, names[service].demo, names[service].bare);
  const { loadTestWorld } = await import('@mainstay/demo/test-world');
  await loadTestWorld(
    Object.fromEntries(services.map((each) => [each, server.url(draftOf(names[each].demo))])),
  );
  for (const service of services) {
    if (!missing.includes(service)) await client.query(`drop database ${names[service].demo} with (force)`);
    await seal(client, names[service].demo);
  }
}

/** Made under another name first: one that was cut off half-way is never taken for a template. */
async function makeAside(client, name, from, fill) {
  await createDraft(client, name, from);
  await fill(draftOf(name));
  await seal(client, name);
}

function draftOf(name) {
  return `draft_${name}`;
}

async function createDraft(client, name, from) {
  const draft = draftOf(name);
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft} template ${from ?? 'template0'}`);
}

async function seal(client, name) {
  const draft = draftOf(name);
  await client.query(`alter database ${draft} with allow_connections false`);
  await client.query(`alter database ${draft} rename to ${name}`);
  await client.query(`drop role if exists ${draft}_login`).catch(() => undefined);
}

async function dropOutdated(client, names) {
  const kept = new Set(services.flatMap((service) => Object.values(names[service])));
  const { rows } = await client.query(
    "select datname as name from pg_database where datname like '%template\\_%\\_%'",
  );
  for (const { name } of rows) if (!kept.has(name)) await client.query(`drop database ${name} with (force)`);
}
