import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { services } from '../start/databases.mjs';
import { withOwners } from '../start/owners.mjs';
import { dropOnSignals } from './signals.mjs';
import { withSources } from './sources.mjs';

const help = `npm run export -- account <acc_…> [--out FILE] [--vendor <vnd_…>] [--force]
    all that is held about an account as one JSON file, <acc_…>.json unless told
npm run export -- tenant <vnd_…> --out DIR [--force]
    all that is held of a tenant: a file of JSON lines for each service and table, and manifest.json

Personal data is in it, secrets are not; what is left out is listed with the reason. Files are private (0600), appear whole
or not at all, and replace others by --force alone. Beside a running house or without one, each database at one instant.
Exit: 0 done, 1 refused or failed, 2 not understood.`;

const options = {
  out: { type: 'string' },
  vendor: { type: 'string' },
  force: { type: 'boolean' },
  help: { type: 'boolean' },
};

function read(args) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [kind, id, ...more] = positionals;
  if (values.help || kind === undefined) return { kind: 'help', asked: values.help === true };
  // npm takes options that stand before `--` for its own, and passes them on in the environment alone.
  for (const option of ['out', 'vendor', 'force'])
    if (process.env[`npm_config_${option}`] && values[option] === undefined)
      throw new Error(
        `--${option} must stand behind --, or npm keeps it: npm run export -- ${kind} --${option}`,
      );
  if (!['account', 'tenant'].includes(kind)) throw new Error(`There is no export of ${kind}.`);
  if (id === undefined || more.length > 0) throw new Error(`${kind} takes one id.`);
  if (kind === 'tenant' && values.out === undefined) throw new Error('tenant needs --out DIR.');
  if (kind === 'tenant' && values.vendor !== undefined) throw new Error('tenant takes no --vendor.');
  if (values.out === undefined && !/^[\w-]+$/.test(id))
    throw new Error(`${id} names no file: add --out FILE.`);
  // npm runs its scripts at the top of the repository, wherever somebody typed the command.
  const out = resolve(process.env.INIT_CWD ?? '.', values.out ?? `${id}.json`);
  return { kind, id, out, vendor: values.vendor ?? null, force: values.force === true };
}

/** Resolves with the exit code. */
export async function exportHeld({ root, args }) {
  let asked;
  try {
    asked = read(args);
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    return 2;
  }
  if (asked.kind === 'help') {
    console.log(help);
    return asked.asked ? 0 : 2;
  }
  await dropOnSignals();
  try {
    await withOwners({ root, of: services }, ({ ownerUrls }) =>
      withSources(ownerUrls, (sources, takenAt) => exportAsked(sources, takenAt, asked)),
    );
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

async function exportAsked(sources, takenAt, asked) {
  const { wholeFile, wholeFolder } = await import('@mainstay/kernel/export/whole');
  const { writeAccount, writeTenant } = await import('@mainstay/kernel/export/write');
  const { megabytes } = await import('@mainstay/kernel/backup/progress');
  const vendorId = await vendorOf(sources, asked);
  const ofAccount = asked.kind === 'account';
  const input = {
    ...{ sources, takenAt, say: console.error },
    scope: { vendorId, accountId: ofAccount ? asked.id : null },
  };
  const { rows, bytes } = ofAccount
    ? await wholeFile(asked.out, asked.force, (draft) => writeAccount(draft, input))
    : await wholeFolder(asked.out, asked.force, (draft) => writeTenant(draft, input));
  console.log(`exported ${rows} rows of ${asked.id}, ${megabytes(bytes)}, to ${asked.out}`);
}

/** Whose the id is: an account's vendor, or the tenant itself. */
async function vendorOf(sources, { kind, id, vendor }) {
  const { vendorsOf } = await import('@mainstay/licensing/export/held');
  const { snapshot } = sources.find(({ service }) => service === 'licensing');
  const found = await snapshot.ids(vendorsOf[kind], id);
  const chosen = vendor === null ? found : found.filter((one) => one === vendor);
  if (chosen.length > 1)
    throw new Error(`Several vendors have an account ${id}: add --vendor with one of ${chosen.join(', ')}.`);
  if (chosen[0] !== undefined) return chosen[0];
  if (found.length > 0) throw new Error(`${id} is an account of ${found.join(', ')} and not of ${vendor}.`);
  throw new Error(
    kind === 'account'
      ? `There is no account ${id}. Accounts and their ids: { accounts(first: 50) { nodes { id name } } }, as an administrator.`
      : `There is no tenant ${id}. Tenants and their ids: { tenants(first: 50) { nodes { id name } } }, as an operator.`,
  );
}
