import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTestWorld } from '@mainstay/demo/test-world';
import { ask, openCheckout, type Checkout } from '../harness/checkouts.js';
import { runCommand, type Ended } from '../harness/commands.js';
import { cloneDatabase, type TestDatabase } from '../harness/database.js';

type Row = Record<string, unknown>;
type Service = 'licensing' | 'support' | 'billing';
interface AccountExport {
  readonly vendor: string;
  readonly account: string;
  readonly held: Record<Service, Record<string, Row[]>>;
  readonly notHere: Record<Service, Record<string, string>>;
}
interface Manifest {
  readonly vendor: string;
  readonly files: {
    service: Service;
    table: string;
    path: string;
    rows: number;
    bytes: number;
    sha256: string;
  }[];
}

const world = buildTestWorld();
const services = ['licensing', 'support', 'billing'] as const;
const roleOf = (name: string) => {
  const role = world.cast.find((one) => one.name === name);
  if (role?.vendorId == null) throw new Error(`Nobody in the demo is called ${name}.`);
  return { vendorId: role.vendorId, accountId: role.accountId ?? '' };
};
const { vendorId, accountId } = roleOf('cronwell.customer');
const reseller = roleOf('cronwell.reseller').accountId;
const stranger = roleOf('deskhaven.admin').vendorId;
const marks = ['a'.repeat(64), 'b'.repeat(64), 'answered to a key of its own'];

let checkout: Checkout;
let databases: Record<Service, TestDatabase>;

beforeAll(async () => {
  checkout = openCheckout();
  const clone = (service: Service) => cloneDatabase(service, { demo: true });
  databases = {
    ...{ licensing: await clone('licensing'), support: await clone('support') },
    billing: await clone('billing'),
  };
  // What the demo may have none of: a key of each, an answer, an entry, and the same id at another vendor.
  for (const owner of [accountId, reseller])
    await ask(
      databases.licensing.ownerUrl,
      `insert into api_key (vendor_id, id, account_id, name, key_hash, scopes, created_at, previous_hash, previous_until)
       values ('${vendorId}', 'key_of_${owner}', '${owner}', 'of a trial', repeat('${owner === accountId ? 'a' : 'c'}', 64),
         '{licensing:read}', now(), repeat('b', 64), now())`,
    );
  for (const service of services) {
    await ask(
      databases[service].ownerUrl,
      `insert into idempotent_answer (vendor_id, actor_id, act, key, input_digest, result)
       values ('${vendorId}', 'mbr_1', 'act', '${marks[2] ?? ''}', 'd', '{}')`,
    );
    for (const owner of [accountId, reseller])
      await ask(
        databases[service].ownerUrl,
        `insert into audit_entry (vendor_id, id, acted_at, act, actor_kind, actor_id, account_id, object_ids, changes)
         values ('${vendorId}', 'aud_of_${owner}', now(), 'act', 'MEMBERSHIP', 'mbr_1', '${owner}', '{}', '[]')`,
      );
  }
  await ask(
    databases.licensing.ownerUrl,
    `insert into account (vendor_id, id, kind, name, name_key, country, created_at)
     values ('${stranger}', '${accountId}', 'CUSTOMER', 'Of another vendor', 'of another vendor', 'SE', now())`,
  );
});

afterAll(async () => {
  await Promise.all(Object.values(databases).map((database) => database.drop()));
  await checkout.remove();
});

function exported(args: readonly string[]): Promise<Ended> {
  const at = { file: 'scripts/export/command.mjs', command: 'exportHeld', project: checkout.project };
  const urls = services.map((service) => [
    `${service.toUpperCase()}_DATABASE_URL`,
    databases[service].ownerUrl,
  ]);
  return runCommand(at, args, {
    ...(Object.fromEntries(urls) as Record<string, string>),
    INIT_CWD: checkout.project,
  });
}

const inCheckout = (name: string) => join(checkout.project, name);
const modeOf = (path: string) => statSync(path).mode & 0o777;
const left = () => readdirSync(checkout.project).sort();

async function countOf(service: Service, table: string, condition: string): Promise<number> {
  const [row] = await ask(
    databases[service].ownerUrl,
    `select count(*)::int as count from ${table} t where ${condition}`,
  );
  return Number(row?.['count']);
}

describe('of an account', () => {
  let text: string;
  let whole: AccountExport;

  beforeAll(async () => {
    const { code, out, err } = await exported(['account', accountId, '--vendor', vendorId]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      new RegExp(`^exported \\d+ rows of ${accountId}, .* MB, to .*${accountId}\\.json\n$`),
    );
    text = readFileSync(inCheckout(`${accountId}.json`), 'utf8');
    whole = JSON.parse(text) as AccountExport;
  });

  test('all of its rows are there, of every service and table', async () => {
    expect(whole).toMatchObject({ vendor: vendorId, account: accountId });
    expect(modeOf(inCheckout(`${accountId}.json`))).toBe(0o600);
    for (const service of services) {
      const owned = await ask(
        databases[service].ownerUrl,
        "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'account_id'",
      );
      for (const name of owned.map((row) => String(row['name']))) {
        const mine = `t.vendor_id = '${vendorId}' and t.account_id = '${accountId}'`;
        const there = await countOf(service, name, mine);
        expect([service, name, whole.held[service][name]?.length]).toEqual([service, name, there]);
      }
    }
    const filled = services.flatMap((service) =>
      Object.entries(whole.held[service]).flatMap(([table, rows]) =>
        rows.length > 0 ? [`${service}.${table}`] : [],
      ),
    );
    expect(filled).toEqual(
      expect.arrayContaining([
        ...['licensing.account', 'licensing.contact', 'licensing.app_user', 'licensing.membership'],
        ...['licensing.license', 'licensing.coverage_period', 'licensing.api_key', 'licensing.audit_entry'],
        ...['support.ticket', 'support.ticket_message', 'support.known_account', 'support.audit_entry'],
        ...['billing.invoice', 'billing.invoice_line', 'billing.payment', 'billing.known_license'],
      ]),
    );
  });

  test('its people are named, as is their right', async () => {
    const people = await ask(
      databases.licensing.ownerUrl,
      `select name, email from contact where vendor_id = '${vendorId}' and account_id = '${accountId}'`,
    );
    expect(people.length).toBeGreaterThan(0);
    for (const { name, email } of people)
      expect(whole.held.licensing['contact']).toContainEqual(expect.objectContaining({ name, email }));
  });

  test('no row of another account or vendor is there, and nobody of theirs is named', async () => {
    for (const service of services)
      for (const [table, rows] of Object.entries(whole.held[service]))
        for (const row of rows) {
          const owner = row['account_id'] ?? (table.endsWith('account') ? row['id'] : accountId);
          expect([table, row['vendor_id'], owner]).toEqual([table, vendorId, accountId]);
        }
    const accounts = new Set(text.match(/acc_[0-9a-z]{26}/g));
    const [own] = await ask(
      databases.licensing.ownerUrl,
      `select reseller_id as id from account where vendor_id = '${vendorId}' and id = '${accountId}'`,
    );
    expect([...accounts].filter((id) => id !== accountId && id !== own?.['id'])).toEqual([]);
    const others = await ask(
      databases.licensing.ownerUrl,
      `select email from contact where vendor_id <> '${vendorId}' or account_id <> '${accountId}'`,
    );
    expect(others.length).toBeGreaterThan(100);
    expect(others.filter(({ email }) => text.includes(`"${String(email)}"`))).toEqual([]);
    expect(text).not.toContain('Of another vendor');
  });

  test('no secret is there, and it says what is not and why', () => {
    for (const mark of marks) expect(text).not.toContain(mark);
    expect(whole.held.licensing['api_key']).toContainEqual(
      expect.objectContaining({ id: `key_of_${accountId}`, scopes: ['licensing:read'] }),
    );
    expect(whole.notHere.licensing['api_key.key_hash']).toMatch(/hash/);
    expect(Object.keys(whole.notHere.billing)).toEqual(
      expect.arrayContaining(['idempotent_answer', 'due_work']),
    );
  });
});

describe('of a tenant', () => {
  let folder: string;
  let manifest: Manifest;

  beforeAll(async () => {
    folder = inCheckout('tenant');
    const { code, out, err } = await exported(['tenant', vendorId, '--out', 'tenant']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`rows of ${vendorId}`);
    manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  });

  test('every row of its tables is there and no other, and the manifest says what was written', async () => {
    expect(readdirSync(folder).sort()).toEqual(
      [...manifest.files.map(({ path }) => path), 'manifest.json'].sort(),
    );
    expect(modeOf(folder)).toBe(0o700);
    let texts = '';
    for (const { service, table, path, rows, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(folder, path));
      expect([path, modeOf(join(folder, path))]).toEqual([path, 0o600]);
      expect({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual({
        bytes,
        sha256,
      });
      const lines = content.toString().split('\n').slice(0, -1);
      const parsed = lines.map((line) => JSON.parse(line) as Row);
      expect(parsed.filter((row) => row['vendor_id'] !== vendorId)).toEqual([]);
      const held = await countOf(service, table, `vendor_id = '${vendorId}'`);
      expect([path, rows, parsed.length]).toEqual([path, held, held]);
      texts += content.toString();
    }
    for (const mark of marks) expect(texts).not.toContain(mark);
    expect(texts).not.toContain('Of another vendor');
    expect(manifest.files.find(({ path }) => path === 'licensing.license.jsonl')?.rows).toBeGreaterThan(300);
  });

  test('it replaces an export by --force alone, and never what is none', async () => {
    const before = statSync(folder).ino;
    const refused = await exported(['tenant', stranger, '--out', 'tenant']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('is not empty');
    expect(statSync(folder).ino).toBe(before);
    const forced = await exported(['tenant', stranger, '--out', 'tenant', '--force']);
    expect(forced).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
      vendor: stranger,
    });
    mkdirSync(inCheckout('letters'));
    writeFileSync(inCheckout('letters/kept.txt'), 'kept');
    const other = await exported(['tenant', stranger, '--out', 'letters', '--force']);
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(readFileSync(inCheckout('letters/kept.txt'), 'utf8')).toBe('kept');
  });
});

test.each([
  [['account', 'acc_nobody'], 'There is no account acc_nobody.'],
  [['account', accountId, '--out', 'several.json'], 'Several vendors have an account'],
  [['account', accountId, '--vendor', 'vnd_nobody', '--out', 'whose.json'], 'and not of vnd_nobody'],
  [['tenant', 'vnd_nobody', '--out', 'nobody'], 'There is no tenant vnd_nobody.'],
  [['account', accountId, '--vendor', vendorId, '--out', 'no/such/folder.json'], 'There is no folder'],
])('%j is refused with the way out, and leaves no file', async (args, said) => {
  const before = left();
  const { code, out, err } = await exported(args);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(said);
  expect(left()).toEqual(before);
});

test('a file that is there is not replaced but by --force', async () => {
  const path = inCheckout('mine.json');
  writeFileSync(path, 'mine');
  const args = ['account', accountId, '--vendor', vendorId, '--out', path];
  const refused = await exported(args);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('is there already');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(await exported([...args, '--force'])).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ account: accountId });
  expect(modeOf(path)).toBe(0o600);
});

test.each([
  [[], 2],
  [['--help'], 0],
  [['account'], 2],
  [['tenant', 'vnd_1'], 2],
  [['house', 'vnd_1'], 2],
  [['account', '../etc'], 2],
])('%j is answered with how it is asked', async (args, code) => {
  const ended = await exported(args);
  expect(ended.code).toBe(code);
  expect(ended.out + ended.err).toContain('npm run export -- account');
  expect(existsSync(inCheckout('vnd_1'))).toBe(false);
});
