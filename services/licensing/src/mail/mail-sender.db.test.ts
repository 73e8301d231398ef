import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { buildTestWorld, testDay } from '@mainstay/demo/test-world';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { newId } from '@mainstay/kernel/values/ids';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { openPostOffice, type PostOffice } from '../../../../test/harness/post-office.js';
import { chanceOf } from '../../../../test/oracle/random.js';
import type { MailDraft } from './mail-draft.js';
import { openMailSender, type MailSender } from './mail-sender.js';
import { queueMail } from './queue-mail.js';
import { smtpSender, type SendMail } from './smtp.js';

const world = buildTestWorld();
const warned: string[] = [];
const clock = { now: Date.parse(`${testDay}T12:00:00Z`) };
const chance = chanceOf(7);
const from = 'no-reply@vendor.example';

let made: TestDatabase;
let database: Database;
let owner: pg.Client;
let office: PostOffice;
const senders: MailSender[] = [];

const logger = {
  warn: (facts: object, message: string) => void warned.push(JSON.stringify([facts, message])),
  error: (facts: object, message: string) => void warned.push(JSON.stringify([facts, message])),
};

beforeAll(async () => {
  made = await cloneDatabase('licensing', { demo: true });
  database = openDatabase({ url: made.loginUrl, service: 'licensing', logger });
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  // The demo has mails that have gone.
  await owner.query('delete from mail');
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await made.drop();
});
beforeEach(async () => {
  office = await openPostOffice();
  warned.length = 0;
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await office.close();
  await owner.query('delete from mail');
});

function senderWith(around: (send: SendMail) => SendMail = (send) => send): MailSender {
  const sender = openMailSender({
    ...{ database, logger, domain: 'vendor.example' },
    send: around(smtpSender({ smtpUrl: office.url, from })),
    clock: () => new Date(clock.now).toISOString(),
    // Only drained by hand.
    everyMs: 2 ** 30,
  });
  senders.push(sender);
  return sender;
}

/** A license with a contact of its owner. */
function somebody(vendorId = String(world.licensing['vendor']?.[0]?.['vendor_id'])): Row {
  const contact = world.licensing['contact']?.find(
    (one) =>
      one['vendor_id'] === vendorId &&
      world.licensing['license']?.some((license) => license['account_id'] === one['account_id']),
  );
  if (contact === undefined) throw new Error('Nobody owns a license.');
  return contact;
}

const licenseOf = (contact: Row) =>
  String(world.licensing['license']?.find((one) => one['account_id'] === contact['account_id'])?.['id']);

async function queue(dedupKey: string, contact = somebody()): Promise<void> {
  const draft: MailDraft = {
    ...{ kind: 'NOTICE', template: 'notice', dedupKey, dueAt: `${testDay}T08:00:00Z` },
    ...{ accountId: String(contact['account_id']), contactId: String(contact['id']) },
    data: { licenses: [{ licenseId: licenseOf(contact), endsOn: '2026-12-10' }] },
  };
  const bytes = (size: number) => Buffer.from(Array.from({ length: size }, () => chance.whole(0, 255)));
  await database.transactAs({ job: 'notices', vendorId: String(contact['vendor_id']) }, (transaction) =>
    queueMail(transaction, draft, (prefix) => newId(prefix, clock.now, bytes)),
  );
}

async function mails(): Promise<Row[]> {
  return (await owner.query<Row>('select * from mail order by queued_at, id')).rows;
}

describe('a mail', () => {
  test('is sent once, as the vendor, to the address that the contact has now', async () => {
    await queue('once');
    await queue('once');
    await senderWith().drain();
    await senderWith().drain();
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ state: 'SENT', attempts: 1, last_reply_code: 250, last_fault: null });
    expect(mail?.['message_id']).toBe(`<${String(mail?.['id'])}@vendor.example>`);
    expect(office.accepted).toMatchObject([
      { messageId: mail?.['message_id'], from, to: [somebody()['email']] },
    ]);
    expect(office.accepted[0]?.source).toContain('Auto-Submitted: auto-generated');
  });

  test('of many vendors and two senders at once is sent once each', async () => {
    const vendors = (world.licensing['vendor'] ?? []).map((row) => String(row['vendor_id']));
    for (let count = 0; count < 40; count += 1)
      await queue(`many ${String(count)}`, somebody(vendors[count % 3]));
    const [first, second] = [senderWith(), senderWith()];
    await Promise.all([first.drain(), second.drain(), first.drain(), second.drain()]);
    await first.drain();
    expect((await mails()).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array.from({ length: 40 }, () => ['SENT', 1]),
    );
    expect(office.accepted).toHaveLength(40);
    expect(new Set(office.accepted.map(({ messageId }) => messageId)).size).toBe(40);
  });

  test('that was accepted and never recorded goes again under the same Message-ID', async () => {
    await queue('killed');
    const killed = senderWith((send) => async (mail) => {
      await send(mail);
      throw new Error('killed before the record');
    });
    await killed.drain();
    expect(await mails()).toMatchObject([{ state: 'SENDING', attempts: 0 }]);
    await senderWith().drain();
    expect(await mails()).toMatchObject([{ state: 'SENT', attempts: 1 }]);
    const ids = office.accepted.map(({ messageId }) => messageId);
    const [mail] = await mails();
    expect(ids).toEqual([mail?.['message_id'], mail?.['message_id']]);
  });

  test('that is not wanted now is tried again later, and not before', async () => {
    await queue('later');
    office.replies.push({ command: 'RCPT', code: 451 }, { command: 'DATA', code: 452 });
    const sender = senderWith();
    await sender.drain();
    await sender.drain();
    expect(await mails()).toMatchObject([
      { state: 'QUEUED', attempts: 1, last_reply_code: 451, last_fault: 'LATER' },
    ]);
    clock.now += 30_000;
    await sender.drain();
    expect(await mails()).toMatchObject([{ state: 'QUEUED', attempts: 2, last_reply_code: 452 }]);
    clock.now += 60_000;
    await sender.drain();
    expect(await mails()).toMatchObject([{ state: 'SENT', attempts: 3, last_fault: null }]);
    expect(office.accepted).toHaveLength(1);
  });

  test.each([
    ['RCPT', 550],
    ['DATA', 554],
  ] as const)('that is refused for good at %s is not tried again', async (command, code) => {
    await queue('never');
    office.replies.push({ command, code });
    const sender = senderWith();
    await sender.drain();
    clock.now += 86_400_000;
    await sender.drain();
    expect(await mails()).toMatchObject([{ state: 'REFUSED', attempts: 1, last_reply_code: code }]);
    expect(office.accepted).toEqual([]);
  });

  test('waits for a server that is away', async () => {
    await queue('away');
    const sender = senderWith();
    await office.close();
    await sender.drain();
    expect(await mails()).toMatchObject([
      { state: 'QUEUED', attempts: 1, last_reply_code: null, last_fault: 'AWAY' },
    ]);
    office = await openPostOffice();
    clock.now += 3_600_000;
    await senderWith().drain();
    expect(await mails()).toMatchObject([{ state: 'SENT', attempts: 2 }]);
  });

  test('waits for a server that is away without growing nearer to being given up', async () => {
    await queue('away for long');
    await owner.query("update mail set attempts = 1000, put_off = 58, last_fault = 'AWAY'");
    const lasting = { attempts: 1000, put_off: 58 };
    await office.close();
    const away = senderWith();
    for (let times = 1; times <= 2; times += 1) {
      await away.drain();
      expect(await mails()).toMatchObject([{ ...lasting, state: 'QUEUED', attempts: 1000 + times }]);
      clock.now += 3_600_000;
    }
    office = await openPostOffice();
    office.replies.push({ command: 'RCPT', code: 451 }, { command: 'DATA', code: 451 });
    const back = senderWith();
    await back.drain();
    expect(await mails()).toMatchObject([{ state: 'QUEUED', attempts: 1003, put_off: 59 }]);
    clock.now += 3_600_000;
    await back.drain();
    expect(await mails()).toMatchObject([{ state: 'FAILED', put_off: 60, last_fault: 'LATER' }]);
    expect(office.accepted).toEqual([]);
  });

  test('is not sent to a contact that was erased meanwhile, nor to one of another account', async () => {
    const contact = somebody();
    const away = { ...contact, id: 'con_00000000000000000000000000' };
    await owner.query(
      `insert into contact select vendor_id, $1, account_id, reseller_id, name, 'gone@example.com', 'gone@example.com',
         phone, created_at from contact where id = $2`,
      [away.id, contact['id']],
    );
    const stranger = world.licensing['contact']?.find(
      (one) => one['vendor_id'] === contact['vendor_id'] && one['account_id'] !== contact['account_id'],
    );
    await queue('erased', away);
    await queue('stranger', { ...contact, id: stranger?.['id'] });
    await owner.query('delete from contact where id = $1', [away.id]);
    await senderWith().drain();
    expect(await mails()).toMatchObject([
      { state: 'FAILED', last_fault: 'CONTACT_GONE' },
      { state: 'FAILED', last_fault: 'CONTACT_GONE' },
    ]);
    expect(office.accepted).toEqual([]);
  });

  test('leaves no address, name or text in a log, whatever becomes of it', async () => {
    const contact = somebody();
    office.replies.push({ command: 'RCPT', code: 550 }, { command: 'DATA', code: 451 });
    for (const key of ['one', 'two', 'three']) await queue(key, contact);
    await senderWith().drain();
    expect(warned).toHaveLength(2);
    for (const line of warned)
      for (const told of [contact['email'], contact['name'], 'example', 'maintenance'])
        expect(line.toLowerCase()).not.toContain(String(told).toLowerCase());
  });

  test('is not read by those whose acts have it sent', async () => {
    await queue('kept');
    for (const role of ['app_agent', 'app_customer', 'app_reseller', 'app_analyst']) {
      const { rows } = await owner.query<{ may: boolean }>(
        "select has_any_column_privilege($1, 'mail', 'select') as may",
        [role],
      );
      expect(rows).toEqual([{ may: false }]);
    }
  });
});
