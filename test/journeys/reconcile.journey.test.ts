import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import pg from 'pg';
import { writePrivate } from '@mainstay/kernel/embedded/private-file';
import { accountCreate, accountUpdate, licenseSuspend } from '@mainstay/sdk';
import { ask, openCheckout, type Checkout } from '../harness/checkouts.js';
import { runCommand, type Ended } from '../harness/commands.js';
import { cloneDatabase, loginPassword, type TestDatabase } from '../harness/database.js';
import { openHouseOn, type OpenedHouse } from '../harness/opened-house.js';

type Service = 'licensing' | 'support' | 'billing';
type Databases = Readonly<Record<Service, TestDatabase>>;
const tables = ['known_account', 'known_license', 'known_vendor'];
/** Long enough for any machine; what is waited for comes within some seconds. */
const patienceMs = 30_000;

/** Has the logins' password, as a start leaves it. */
let checkout: Checkout;
let databases: Databases;
let house: OpenedHouse;

beforeAll(() => {
  checkout = openCheckout();
  writePrivate(join(checkout.project, '.run', 'login.password'), loginPassword);
});

afterAll(() => checkout.remove());

/** Each test of a group gets a house that runs, on databases of its own. */
function eachInAHouse(): void {
  beforeEach(async () => {
    databases = await cloneAll();
    house = await openOn(databases);
  });
  afterEach(async () => {
    await house.stop();
    await Promise.all(Object.values(databases).map((database) => database.drop()));
  });
}

async function cloneAll(): Promise<Databases> {
  const clone = (service: Service) => cloneDatabase(service, { demo: true });
  const [licensing, support, billing] = await Promise.all([
    ...[clone('licensing'), clone('support'), clone('billing')],
  ]);
  if (licensing === undefined || support === undefined || billing === undefined)
    throw new Error('A database was not cloned.');
  return { licensing, support, billing };
}

function openOn({ licensing, support, billing }: Databases): Promise<OpenedHouse> {
  return openHouseOn({
    ...{ licensing: licensing.loginUrl, support: support.loginUrl, billing: billing.loginUrl },
  });
}

function command(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const at = { file: 'scripts/reconcile/command.mjs', command: 'reconcile', project: checkout.project };
  return runCommand(at, args, environment);
}

/** With the databases as somebody who has their own. */
function reconcile(args: readonly string[] = []): Promise<Ended> {
  const urls = Object.entries(databases).map(([service, { ownerUrl }]) => [
    `${service.toUpperCase()}_DATABASE_URL`,
    ownerUrl,
  ]);
  return command(args, Object.fromEntries(urls) as Record<string, string>);
}

/** Everything that a service knows of licensing's. */
async function knownTo({ ownerUrl }: TestDatabase): Promise<unknown[]> {
  return Promise.all(tables.map((table) => ask(ownerUrl, `select * from ${table} order by vendor_id, id`)));
}

/** Until the running house has delivered what it owed. */
async function delivered(): Promise<void> {
  const owner = new pg.Client(databases.licensing.ownerUrl);
  await owner.connect();
  const since = Date.now();
  for (let owed = 1; owed > 0;) {
    if (Date.now() - since > patienceMs) throw new Error('What is owed was never delivered.');
    const { rows } = await owner.query<{ owed: number }>(
      'select count(*)::int as owed from event_delivery where delivered_at is null',
    );
    owed = rows[0]?.owed ?? 0;
    await owner.query('select pg_sleep(0.02)');
  }
  await owner.end();
}

const nothing = '0 missing, 0 different, 0 unknown, 0 on its way, 0 given up';

/** One of each kind that the others know. */
async function change(): Promise<{ created: string; renamed: string; suspended: string }> {
  const admin = await house.clientOf('cronwell.admin');
  const input = { name: 'Sample Newcomer', kind: 'CUSTOMER', country: 'SE' } as const;
  const { accountCreate: created } = await accountCreate(admin, { input });
  const [license] = await ask(
    databases.licensing.ownerUrl,
    `select l.id, l.account_id as account from license l join vendor v on v.vendor_id = l.vendor_id
     where v.slug = 'cronwell' and l.status = 'ACTIVE' order by l.id limit 1`,
  );
  const [licenseId, accountId] = [String(license?.['id']), String(license?.['account'])];
  const renamed = await accountUpdate(admin, { input: { accountId, name: 'Renamed Company' } });
  const suspended = await licenseSuspend(admin, { input: { licenseId, reason: 'for a trial' } });
  for (const { userErrors } of [created, renamed.accountUpdate, suspended.licenseSuspend])
    expect(userErrors).toEqual([]);
  await delivered();
  return { created: String(created.account?.id), renamed: accountId, suspended: licenseId };
}

describe('beside a running house', () => {
  eachInAHouse();

  test('nothing differs, and nothing is sent', async () => {
    const { code, out, err } = await reconcile(['--send']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/ \d+ facts/, ' all facts'))).toEqual([
      `support: all facts of licensing compared: ${nothing}`,
      `billing: all facts of licensing compared: ${nothing}`,
    ]);
    expect(Number(/\d+/.exec(out)?.[0])).toBeGreaterThan(1_200);
  });

  test('what was lost or damaged is told, sent again, and then as licensing has it', async () => {
    const before = { support: await knownTo(databases.support), billing: await knownTo(databases.billing) };
    const damage = (service: Service, statement: string) => ask(databases[service].ownerUrl, statement);
    await damage('support', 'delete from known_account where id in (select id from known_account limit 30)');
    const vendors = await damage('support', 'delete from known_vendor returning id');
    await damage('billing', "update known_license set cover = '[]' where cover <> '[]'");
    await damage('billing', "update known_account set name = 'older' where kind = 'RESELLER'");

    const told = await reconcile(['--service', 'support']);
    expect(told).toMatchObject({ code: 3, err: '' });
    const missing = 30 + vendors.length;
    expect(told.out).toContain(`compared: ${String(missing)} missing, 0 different, 0 unknown,`);
    expect(told.out).toMatch(/^ {2}missing {5}known_vendor {2}vnd_\S+ {2}vnd_\S+$/m);
    expect(told.out).toContain(`and ${String(missing - 20)} more missing`);
    expect(told.out).toContain('npm run reconcile -- --send');
    expect(await knownTo(databases.support)).not.toEqual(before.support);

    const sent = await reconcile(['--send']);
    expect(sent.code).toBe(0);
    expect(sent.out).toMatch(/^ {2}missing {5}known_account {2}vnd_\S+ {2}acc_\S+ {2}sent$/m);
    await delivered();
    expect(await knownTo(databases.support)).toEqual(before.support);
    expect(await knownTo(databases.billing)).toEqual(before.billing);
    expect(await reconcile()).toMatchObject({ code: 0 });
  });

  test('what licensing has not is named and stays', async () => {
    await ask(
      databases.billing.ownerUrl,
      `insert into known_account select vendor_id, 'acc_unheard', kind, name, country, null from known_account limit 1`,
    );
    const { code, out } = await reconcile(['--send']);
    expect(code).toBe(3);
    expect(out).toMatch(/^ {2}unknown {5}known_account {2}vnd_\S+ {2}acc_unheard$/m);
    expect(out).toContain('never removed');
    expect(
      await ask(databases.billing.ownerUrl, "select id from known_account where id = 'acc_unheard'"),
    ).toHaveLength(1);
  });
});

describe('after a restore in which services went back to different points', () => {
  eachInAHouse();
  /** What each had before the changes. */
  let older: Databases;

  beforeEach(async () => (older = await cloneAll()));
  afterEach(() => Promise.all(Object.values(older).map((database) => database.drop())));

  /** The house goes on with one database of before; the one that it leaves is dropped with the older ones. */
  async function putBack(service: Service): Promise<void> {
    await house.stop();
    const left = databases[service];
    databases = { ...databases, [service]: older[service] };
    older = { ...older, [service]: left };
    house = await openOn(databases);
  }

  test('a consumer of before gets what it lacks, once', async () => {
    const { created, suspended } = await change();
    const newest = await knownTo(databases.support);
    await putBack('support');
    const { code, out } = await reconcile(['--send']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^ {2}missing {5}known_account {2}\\S+ {2}${created} {2}sent$`, 'm'));
    expect(out).toMatch(new RegExp(`^ {2}different {3}known_license {2}\\S+ {2}${suspended} {2}sent$`, 'm'));
    expect(out).toContain('2 sent');
    expect(out).toContain(`billing: `);
    await delivered();
    expect(await knownTo(databases.support)).toEqual(newest);
    expect(await reconcile(['--send'])).toMatchObject({ code: 0 });
  });

  test('a producer of before is followed, and what it lost is named', async () => {
    const before = await knownTo(databases.support);
    const { created, renamed, suspended } = await change();
    await putBack('licensing');
    const { code, out } = await reconcile(['--send']);
    expect(code).toBe(3);
    for (const id of [renamed, suspended])
      expect(out).toMatch(new RegExp(`^ {2}different {3}known_\\w+ {2}\\S+ {2}${id} {2}sent$`, 'm'));
    expect(out.match(new RegExp(`^ {2}unknown {5}.* ${created}$`, 'gm'))).toHaveLength(2);
    await delivered();
    await ask(databases.support.ownerUrl, `delete from known_account where id = '${created}'`);
    expect(await knownTo(databases.support)).toEqual(before);
  });
});

test.each([
  [['--service', 'licensing'], 2, 'keeps no facts of others: name support or billing'],
  [['--mend'], 2, 'npm run reconcile'],
  [['all'], 2, 'npm run reconcile'],
  [['--help'], 0, 'Exit: 0 nothing differs'],
])('%j is answered and changes nothing', async (args, code, said) => {
  const ended = await command(args);
  expect(ended.code).toBe(code);
  expect(ended.err + ended.out).toContain(said);
});
