import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openStartServer, services } from '../start/databases.mjs';

const helps = {
  backup: `npm run backup -- DIR
    copies the databases of the PostgreSQL that comes along, all at one point, into DIR, which is new or empty.
    The house may be up and written to. The copy holds passwords and keys: keep it as private as the data.`,
  restore: `npm run restore -- DIR
    puts the backup in DIR in the place of the data of \`npm start\`, while none runs. The data that was there is put
    aside and named, never removed. The next \`npm start\` comes up with what the backup holds.`,
};
const exits = 'Exit: 0 done, 1 refused or failed, 2 not understood.';

/** What the data is of no use without: the key of the demo's tokens and partners, and the logins' password. */
const secretNames = ['issuer.json', 'login.password'];
const secretsOf = (root) => ({ folder: join(root, '.run'), names: secretNames });
const clock = () => new Date().toISOString();

/** Resolves with the exit code. */
export function backup({ root, args }) {
  return run('backup', args, (target) => take(root, target));
}

/** Resolves with the exit code. */
export function restore({ root, args }) {
  return run('restore', args, (source) => putBack(root, source));
}

async function run(order, args, work) {
  let folder;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(`${helps[order]}\n${exits}`);
      return 0;
    }
    if (positionals.length !== 1) throw new Error(`${order} takes one folder.`);
    // npm runs its scripts at the top of the repository, wherever somebody typed the command.
    folder = resolve(process.env.INIT_CWD ?? '.', positionals[0]);
  } catch (error) {
    console.error(`${error.message}\n\n${helps[order]}\n${exits}`);
    return 2;
  }
  try {
    refuseOwnDatabases();
    await work(folder);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

function refuseOwnDatabases() {
  const given = services
    .map((service) => `${service.toUpperCase()}_DATABASE_URL`)
    .filter((name) => process.env[name]);
  if (given.length > 0)
    throw new Error(
      `${given.join(', ')}: this covers the PostgreSQL that comes along. For servers of your own see docs/operations.md.`,
    );
}

async function take(root, target) {
  const { takeBackup } = await import('@mainstay/kernel/backup/take');
  const { megabytes } = await import('@mainstay/kernel/backup/progress');
  const { readIfThere } = await import('@mainstay/kernel/embedded/private-file');
  if (readIfThere(join(root, '.run', 'login.password')) === null)
    throw new Error('There is nothing to back up yet: `npm start` makes the data.');
  const server = await openStartServer(root);
  try {
    const { databases, bytes, files } = await takeBackup({
      administratorUrl: server.url('postgres'),
      ...{ target, checkout: root, secrets: secretsOf(root), clock, say: console.log },
    });
    console.log(
      `backed up ${databases.join(', ')}: ${files.length} files, ${megabytes(bytes)}, in ${target}`,
    );
  } finally {
    await server.stop();
  }
}

async function putBack(root, source) {
  const { restoreBackup } = await import('@mainstay/kernel/backup/restore');
  const { manifest, aside } = await restoreBackup({
    ...{ source, project: root, name: 'start', environment: process.env, secrets: secretsOf(root), clock },
    say: console.log,
  });
  if (aside !== null) console.log(`what was there is in ${aside}`);
  console.log(`restored the backup of ${manifest.beganAt}; \`npm start\` comes up with it`);
}
