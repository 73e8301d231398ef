import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { loginUrlOf, prepareDatabase } from '@mainstay/kernel/db/prepare';
import { loginRoleOf } from '@mainstay/kernel/db/roles';
import { ensureDatabases } from '@mainstay/kernel/embedded/databases';
import { keptPassword } from '@mainstay/kernel/embedded/private-file';
import type { EmbeddedServer } from '@mainstay/kernel/embedded/supervisor';
import { loadTestWorld } from '@mainstay/demo/test-world';
import { accountUpdate, getAccount, listAccounts } from '@mainstay/sdk';
import { migrations as billing } from '@mainstay/billing/migrations/history';
import { migrations as licensing } from '@mainstay/licensing/migrations/history';
import { migrations as support } from '@mainstay/support/migrations/history';
import { ask, open, openCheckout, type Checkout } from '../harness/checkouts.js';
import { runCommand } from '../harness/commands.js';
import { openHouseOn, type OpenedHouse } from '../harness/opened-house.js';

const histories = { licensing, support, billing };
const services = ['licensing', 'support', 'billing'] as const;
const byService = <Value>(value: (service: (typeof services)[number]) => Value) => ({
  ...{ licensing: value('licensing'), support: value('support'), billing: value('billing') },
});
/** Long enough for any machine; what is waited for comes within some seconds. */
const patienceMs = 60_000;

let checkout: Checkout;
let elsewhere: Checkout;
/** By account, how often a new name of it was acknowledged before the backup began. */
let acknowledged: ReadonlyMap<string, number>;

beforeAll(async () => {
  checkout = openCheckout();
  elsewhere = openCheckout();
  const server = await open(checkout.project);
  const loginPassword = keptPassword(join(checkout.project, '.run', 'login.password'));
  const ownerUrls = byService((service) => server.url(`mainstay_${service}`));
  await ensureDatabases(
    server.url('postgres'),
    services.map((service) => `mainstay_${service}`),
  );
  for (const service of services)
    await prepareDatabase({ ownerUrl: ownerUrls[service], loginPassword, migrations: histories[service] });
  await loadTestWorld(ownerUrls);
  const house = await openHouseOn(loginUrlsOf(server, loginPassword));
  const writer = await writing(house);
  await untilHeld(() => writer.least() >= 5);
  acknowledged = writer.counts();
  const taken = await operate('backup', checkout, ['copy']);
  expect(taken).toMatchObject({ code: 0, err: '' });
  await writer.stop();
  await house.stop();
  await server.stop();
}, 240_000);

afterAll(async () => {
  await checkout.remove();
  await elsewhere.remove();
});

function loginUrlsOf(server: EmbeddedServer, password: string) {
  return byService((service) => {
    const name = `mainstay_${service}`;
    return loginUrlOf(server.url(name), loginRoleOf(name), password);
  });
}

function operate(
  command: 'backup' | 'restore' | 'reconcile',
  { project }: Checkout,
  args: readonly string[],
) {
  const file = command === 'reconcile' ? 'scripts/reconcile/command.mjs' : 'scripts/backup/commands.mjs';
  // Folders are named from where somebody types.
  return runCommand({ file, command, project }, args, { INIT_CWD: checkout.project });
}

/** Gives four accounts one new name after the other, all at once; each is told to support and billing. */
async function writing(house: OpenedHouse) {
  const admin = await house.clientOf('cronwell.admin');
  const counts = new Map<string, number>();
  for await (const { id } of listAccounts(admin, { first: 4 })) if (counts.size < 4) counts.set(id, 0);
  const run = { over: false };
  const loops = [...counts.keys()].map(async (accountId) => {
    for (let count = 1; !run.over; count += 1) {
      const { accountUpdate: done } = await accountUpdate(admin, {
        input: { accountId, name: `Company ${String(count)}` },
      });
      if (done.userErrors.length === 0) counts.set(accountId, count);
    }
  });
  return {
    least: () => Math.min(...counts.values()),
    counts: () => new Map(counts),
    async stop() {
      run.over = true;
      await Promise.all(loops);
    },
  };
}

async function untilHeld(holds: () => boolean | Promise<boolean>): Promise<void> {
  const since = Date.now();
  while (!(await holds())) {
    if (Date.now() - since > patienceMs) throw new Error('What is waited for never came.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a backup taken under load comes up whole: nothing is lacking, what is owed arrives, and it answers', async () => {
  expect(await operate('restore', elsewhere, ['copy'])).toMatchObject({ code: 0, err: '' });
  const server = await open(elsewhere.project);
  // All databases are of one point: what one lacks of another is on its way.
  const before = await operate('reconcile', elsewhere, []);
  expect(before).toMatchObject({ code: 0, err: '' });
  const password = keptPassword(join(elsewhere.project, '.run', 'login.password'));
  const house = await openHouseOn(loginUrlsOf(server, password));
  const owed = 'select 1 from event_delivery where delivered_at is null';
  await untilHeld(async () => (await ask(server.url('mainstay_licensing'), owed)).length === 0);
  const { code, out, err } = await operate('reconcile', elsewhere, ['--send']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.match(/compared: 0 missing, 0 different, 0 unknown, 0 on its way, 0 given up$/gm)).toHaveLength(
    2,
  );

  const admin = await house.clientOf('cronwell.admin');
  const told = await ask(server.url('mainstay_billing'), 'select id, name from known_account');
  const names = new Map(told.map(({ id, name }) => [id, name]));
  for (const [id, count] of acknowledged) {
    const { account } = await getAccount(admin, { id });
    expect(Number(account?.name.replace('Company ', ''))).toBeGreaterThanOrEqual(count);
    expect(names.get(id)).toBe(account?.name);
  }
  expect(acknowledged.size).toBe(4);
  await house.stop();
  await server.stop();
}, 240_000);
