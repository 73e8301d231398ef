import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { trailMigration } from '@mainstay/kernel/act/trail';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { dueMigration } from '@mainstay/kernel/due/due-table';
import { prepareDatabase } from '@mainstay/kernel/db/prepare';
import { ensureDatabases } from '@mainstay/kernel/embedded/databases';
import { keptPassword } from '@mainstay/kernel/embedded/private-file';
import { openRelay, type EventRelay } from '@mainstay/kernel/events/relay';
import type { EmbeddedServer } from '@mainstay/kernel/embedded/supervisor';
import { ask, open, openCheckout, processesOf, type Checkout } from '../harness/checkouts.js';
import { runCommand, type Ended } from '../harness/commands.js';

/** A checkout whose house is up in this process: its server, and licensing's relay to one consumer that fails. */
let checkout: Checkout;
let server: EmbeddedServer;
let ownerUrl: string;
let licensing: Database;
let relay: EventRelay;
let mended = false;
const nothingOwed = 'Nothing is owed: every event has arrived, and no work that fell due has failed.\n';
const clock = { now: Date.parse('2026-11-02T08:00:00Z') };

beforeAll(async () => {
  checkout = openCheckout();
  server = await open(checkout.project);
  const loginPassword = keptPassword(join(checkout.project, '.run', 'login.password'));
  const names = ['licensing', 'support', 'billing'].map((service) => `mainstay_${service}`);
  await ensureDatabases(server.url('postgres'), names);
  const [first = ''] = await Promise.all(
    names.map(async (name) => {
      const migrations = [trailMigration('0002_trail'), dueMigration('0003_due')];
      const owner = server.url(name);
      return (await prepareDatabase({ ownerUrl: owner, loginPassword, migrations })).loginUrl;
    }),
  );
  ownerUrl = server.url('mainstay_licensing');
  const logger = { warn: () => undefined, error: () => undefined };
  licensing = openDatabase({ url: first, service: 'licensing', logger });
  relay = openRelay({
    ...{ database: licensing, logger, everyMs: 3_600_000 },
    clock: () => new Date(clock.now).toISOString(),
    consumers: {
      support: (events) =>
        Promise.resolve({
          applied: mended ? events.map(({ id }) => id) : [],
          failed: mended ? [] : events.slice(0, 1).map(({ id }) => ({ id, fault: 'RangeError' })),
        }),
    },
  });
  await ask(
    ownerUrl,
    `insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
     select 'ven_1', 'evt_' || n, 'account.changed', 'acc_1', '{"name": "Ada Lovelace"}', now() from generate_series(1, 2) n`,
  );
  await ask(
    ownerUrl,
    `insert into event_delivery (vendor_id, event_id, consumer, aggregate)
     select vendor_id, id, 'support', aggregate from outbox_event order by id`,
  );
  await ask(
    server.url('mainstay_billing'),
    `insert into due_work (vendor_id, kind, key, due_at, attempts, gave_up_at, last_fault) values
       ('ven_1', 'quote-expiry', 'quo_1/2', '2026-11-01', 10, '2026-11-02', 'TypeError'),
       ('ven_1', 'quote-expiry', 'quo_2', '2026-11-01', 0, null, null)`,
  );
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await relay.drain();
    clock.now += 600_000;
  }
});

afterAll(async () => {
  await relay.stop();
  await licensing.close();
  await server.stop();
  await checkout.remove();
});

function events(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended> {
  const at = { file: 'scripts/events/command.mjs', command: 'events', project: checkout.project };
  return runCommand(at, args, environment);
}

test('beside a running house a dead letter is listed, with what waits behind it, and without what it says', async () => {
  const { code, out, err } = await events(['list']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [head = '', dead = '', behind = ''] = out.split('\n');
  expect(head).toMatch(
    /^state +service +consumer +vendor +event +type +aggregate +attempts +last fault +since$/,
  );
  expect(dead).toMatch(
    /^given up +licensing +support +ven_1 +evt_1 +account\.changed +acc_1 +10 +RangeError +2026-11-02 09:30:00\+00$/,
  );
  expect(behind).toMatch(/^behind another +licensing +support +ven_1 +evt_2 /);
  expect(out).not.toContain('Ada');
  expect(await events(['list', '--service', 'support'])).toMatchObject({ code: 0, out: nothingOwed });
});

test('work that was given up is listed beside, and done again when somebody says so', async () => {
  const { out } = await events(['list', '--service', 'billing']);
  const [title, head = '', dead = '', , end] = out.split('\n');
  expect(title).toBe('Work that fell due:');
  expect(head).toMatch(/^state +service +vendor +kind +key +due +attempts +last fault +since$/);
  expect(dead).toMatch(
    /^given up +billing +ven_1 +quote-expiry +quo_1\/2 +2026-11-01 00:00:00\+00 +10 +TypeError +2026-11-02 00:00:00\+00$/,
  );
  expect(end).toMatch(/^1 given up\./);
  expect((await events(['list'])).out).toContain('\n2 given up.');
  expect(await events(['retry', 'quote-expiry/quo_1/2'])).toEqual({
    ...{ code: 0, out: 'billing: quote-expiry/quo_1/2 of ven_1 is done again\n', err: '' },
  });
  expect(await events(['list', '--service', 'billing'])).toMatchObject({ code: 0, out: nothingOwed });
});

test.each([
  [[], 2, 'npm run events -- list'],
  [['mend'], 2, 'There is no order mend.'],
  [['retry'], 2, 'retry takes either'],
  [['retry', 'evt_1', '--all'], 2, 'retry takes either'],
  [['list', '--service', 'shipping'], 2, 'licensing, support, billing'],
  [['retry', 'evt_9'], 1, 'No event evt_9'],
  [['retry', 'quote-expiry/quo_2'], 1, 'No work quote-expiry/quo_2'],
  [['retry', '--all', '--service', 'support'], 1, 'Nothing was given up.'],
])('%j changes nothing and says why', async (args, code, said) => {
  const ended = await events(args);
  expect(ended.code).toBe(code);
  expect(ended.err + ended.out).toContain(said);
});

test('a service with a database of its own that has no login of ours is told what makes one', async () => {
  const ended = await events(['list', '--service', 'support'], {
    SUPPORT_DATABASE_URL: server.url('postgres'),
  });
  expect(ended).toMatchObject({ code: 1, out: '' });
  expect(ended.err).toContain('Run `npm start` first');
  expect(ended.err).not.toContain(new URL(ownerUrl).password);
});

test('once mended, a retry lets the running relay send it, and those behind it', async () => {
  mended = true;
  await relay.drain();
  expect((await events(['list'])).out).toContain('1 given up');
  // By its own URL, as with a database that is not ours.
  const sent = await events(['retry', 'evt_1'], { LICENSING_DATABASE_URL: ownerUrl });
  expect(sent).toEqual({ code: 0, out: 'licensing: evt_1 is sent to support again\n', err: '' });
  await relay.drain();
  expect((await events(['list'])).out).toBe(nothingOwed);
  // The command came and went; the house's server stayed.
  expect(
    await ask(ownerUrl, 'select count(*)::int as owed from event_delivery where delivered_at is null'),
  ).toEqual([{ owed: 0 }]);
  expect(server.otherUsers()).toEqual([]);
  expect(processesOf(checkout.project).length).toBeGreaterThan(0);
});
