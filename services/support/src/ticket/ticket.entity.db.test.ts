import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { openOrm } from '@mainstay/kernel/db/orm';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { TicketEntity, TicketMessageEntity } from './ticket.entity.js';

let made: TestDatabase;
let owner: pg.Client;
let orm: Awaited<ReturnType<typeof openOrm>>;

beforeAll(async () => {
  made = await cloneDatabase('support');
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  orm = await openOrm({ url: made.ownerUrl, entities: [TicketEntity, TicketMessageEntity] });
});

afterAll(async () => {
  await orm.close(true);
  await owner.end();
  await made.drop();
});

const ticket = {
  vendorId: 'vnd_1',
  id: 'tkt_1',
  accountId: 'acc_1',
  resellerId: null,
  licenseId: null,
  number: 1,
  subject: 'Jobs do not start',
  state: 'OPEN',
  channel: 'PORTAL',
  initiatedBy: 'CUSTOMER',
  openedAt: new Date('2026-10-01T08:00:00Z'),
  closedAt: null,
} as const;
const message = {
  vendorId: 'vnd_1',
  id: 'msg_1',
  accountId: 'acc_1',
  resellerId: null,
  ticketId: 'tkt_1',
  authorKind: 'CUSTOMER',
  body: 'Since the update.',
  sentAt: new Date('2026-10-01T08:00:00Z'),
  public: true,
} as const;

test('what the unit of work writes is what it reads', async () => {
  const writing = orm.em.fork();
  writing.create(TicketEntity, ticket);
  await writing.flush();
  writing.create(TicketMessageEntity, message);
  await writing.flush();
  const reading = orm.em.fork();
  expect(await reading.findOneOrFail(TicketEntity, { vendorId: 'vnd_1', id: 'tkt_1' })).toMatchObject(ticket);
  expect(await reading.findOneOrFail(TicketMessageEntity, { vendorId: 'vnd_1', id: 'msg_1' })).toMatchObject(
    message,
  );
});

const refused: [string, string, unknown[]][] = [
  ['a message of another account', 'update ticket_message set account_id = $1', ['acc_2']],
  ['a private note by a customer', 'update ticket_message set public = $1', [false]],
  ['an unknown state', 'update ticket set state = $1', ['LOST']],
  ['an open ticket with a closing', 'update ticket set closed_at = $1', ['2026-10-02T00:00:00Z']],
  ['a closed ticket without one', 'update ticket set state = $1', ['CLOSED']],
  [
    'a closing before the opening',
    "update ticket set state = 'CLOSED', closed_at = $1",
    ['2026-09-01T00:00:00Z'],
  ],
  [
    'a number twice',
    'insert into ticket select vendor_id, $1, account_id, reseller_id, license_id, number, subject, state, channel, initiated_by, opened_at, closed_at from ticket',
    ['tkt_2'],
  ],
];

test.each(refused)('the database refuses %s', async (_, sql, values) => {
  await expect(owner.query(sql, values)).rejects.toMatchObject({
    code: expect.stringMatching(/^23/) as unknown,
  });
});
