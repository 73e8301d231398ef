import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import pg from 'pg';
import { openDatabase } from '@mainstay/kernel/db/driver';
import type { SubgraphResult } from '@mainstay/kernel/graph/executor';
import type { Service } from '@mainstay/kernel/graph/service';
import type { DatabaseRole, Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';
import { cloneDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { openSupport } from './service.js';

// Two vendors with the same ids: a customer of each, a reseller with one customer, and a ticket a day.
const fill = [
  `insert into ticket
   select v, 'tkt_' || n, case when n <= 6 then 'acc_cust' when n <= 9 then 'acc_other' else 'acc_res' end,
     case when n <= 6 then null else 'acc_res' end, case when n % 2 = 0 then 'lic_' || n / 4 end, n, v || ' ' || n,
     case when n % 3 = 0 then 'CLOSED' else 'OPEN' end, 'PORTAL', 'CUSTOMER', timestamptz '2026-10-01T08:00:00Z' + n * interval '1 day',
     case when n % 3 = 0 then timestamptz '2026-10-30T08:00:00Z' end
   from unnest(array['vnd_1', 'vnd_2']) v, generate_series(1, 12) n`,
  `insert into ticket_message
   select vendor_id, 'msg_' || number || '_' || m, account_id, reseller_id, id, case when m = 1 then 'CUSTOMER' else 'STAFF' end,
     vendor_id || ' says ' || m, opened_at + m * interval '1 hour', m <> 3
   from ticket, generate_series(1, 3) m`,
];

let made: TestDatabase;
let service: Service;
const logged: object[] = [];

beforeAll(async () => {
  made = await cloneDatabase('support');
  const owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  for (const sql of fill) await owner.query(sql);
  await owner.end();
  const logger = {
    warn: () => undefined,
    error: (facts: object) => logged.push(facts),
  };
  service = await openSupport({
    database: openDatabase({ url: made.loginUrl, service: 'support', logger, max: 4 }),
    logger,
    clock: () => '2026-11-02T12:00:00.000Z',
  });
  await service.ready();
});

afterAll(async () => {
  await service.stop();
  await service.stop();
  await made.drop();
});

interface Asker {
  readonly role: ViewerRole;
  readonly databaseRole: DatabaseRole;
  readonly vendorId?: string | null;
  readonly accountId?: string;
  readonly scopes?: readonly string[];
}

const admin: Asker = { role: 'VENDOR_ADMIN', databaseRole: 'app_admin' };
const agent: Asker = { role: 'SUPPORT_AGENT', databaseRole: 'app_agent' };
const reseller: Asker = { role: 'RESELLER', databaseRole: 'app_reseller', accountId: 'acc_res' };
const customer: Asker = { role: 'CUSTOMER', databaseRole: 'app_customer', accountId: 'acc_cust' };
const analyst: Asker = { role: 'ANALYST', databaseRole: 'app_analyst' };
const product: Asker = { role: 'PRODUCT', databaseRole: 'app_product' };
const operator: Asker = { role: 'OPERATOR', databaseRole: 'app_operator', vendorId: null };
const partner: Asker = { ...customer, role: 'PARTNER', scopes: ['support:read'] };
const partnerElsewhere: Asker = { ...customer, role: 'PARTNER', scopes: ['licensing:read', 'billing:read'] };

function viewerOf(asker: Asker): Viewer {
  return {
    role: asker.role,
    databaseRole: asker.databaseRole,
    vendorId: asker.vendorId === undefined ? 'vnd_1' : asker.vendorId,
    accountId: asker.accountId ?? null,
    licenseId: null,
    userId: null,
    membershipId: null,
    keyId: null,
    scopes: asker.scopes ?? [],
    now: '2026-11-02T09:00:00Z',
    zone: 'UTC',
  };
}

function ask(asker: Asker, text: string, variables: Record<string, unknown> = {}): Promise<SubgraphResult> {
  return service.executor({ document: parse(text), variables, viewer: viewerOf(asker), requestId: 'req_1' });
}

async function answer(asker: Asker, text: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const result = await ask(asker, text, variables);
  expect(result.errors).toBeUndefined();
  // Compiled objects have no prototype; what matters is what would be sent.
  return JSON.parse(JSON.stringify(result.data)) as unknown;
}

const numbers =
  '{ tickets(first: 100, orderBy: { field: NUMBER, direction: ASC }) { nodes { number } totalCount } }';

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe('who sees which tickets', () => {
  const sees: [string, Asker, number[]][] = [
    ['an administrator all of the vendor', admin, range(1, 12)],
    ['an agent all of the vendor', agent, range(1, 12)],
    ['an analyst all of the vendor', analyst, range(1, 12)],
    ["a reseller its own and its customers'", reseller, range(7, 12)],
    ['a customer its own', customer, range(1, 6)],
    ['a key with the scope what its account sees', partner, range(1, 6)],
    ['a customer of no known account nothing', { ...customer, accountId: 'acc_none' }, []],
  ];
  test.each(sees)('%s', async (_, asker, expected) => {
    const nodes = expected.map((number) => ({ number }));
    expect(await answer(asker, numbers)).toEqual({ tickets: { nodes, totalCount: expected.length } });
  });

  const refused: [string, Asker][] = [
    ['an operator', operator],
    ['a running product', product],
    ['a key without the scope', partnerElsewhere],
  ];
  test.each(refused)('%s is refused by every way in', async (_, asker) => {
    const entities =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Ticket { subject } ... on License { tickets { totalCount } } } }';
    const of = [
      { __typename: 'Ticket', id: 'tkt_1' },
      { __typename: 'License', id: 'lic_1' },
    ];
    for (const [text, variables] of [
      [numbers, {}],
      ['{ ticket(id: "tkt_1") { subject } }', {}],
      [entities, { of }],
    ] as const) {
      const { data, errors } = await ask(asker, text, variables);
      expect(JSON.stringify(data)).not.toContain('vnd_1');
      expect(errors?.length).toBeGreaterThan(0);
      for (const error of errors ?? []) expect(error.extensions).toEqual({ code: 'FORBIDDEN' });
    }
    // A refusal that the database had to give is a line for us to look into.
    expect(logged).toEqual([]);
  });

  test("an id that is not the viewer's answers as an unknown one, by reference too", async () => {
    const text = `query ($of: [_Any!]!) {
      foreign: ticket(id: "tkt_7") { id } unknown: ticket(id: "tkt_99") { id } own: ticket(id: "tkt_1") { subject }
      _entities(representations: $of) { ... on Ticket { id subject } }
    }`;
    const of = ['tkt_7', 'tkt_99', 'tkt_1'].map((id) => ({ __typename: 'Ticket', id }));
    expect(await answer(customer, text, { of })).toEqual({
      foreign: null,
      unknown: null,
      own: { subject: 'vnd_1 1' },
      _entities: [null, null, { id: 'tkt_1', subject: 'vnd_1 1' }],
    });
  });

  test('the same ids in two vendors never meet', async () => {
    const text = '{ ticket(id: "tkt_1") { subject messages { nodes { body } } } }';
    const other = { ...customer, vendorId: 'vnd_2' };
    expect(await answer(customer, text)).toMatchObject({
      ticket: { subject: 'vnd_1 1', messages: { nodes: [{ body: 'vnd_1 says 1' }, {}] } },
    });
    expect(await answer(other, text)).toMatchObject({
      ticket: { subject: 'vnd_2 1', messages: { nodes: [{ body: 'vnd_2 says 1' }, {}] } },
    });
  });

  test('filters widen nothing', async () => {
    const text = 'query ($filter: TicketFilter) { tickets(filter: $filter) { nodes { number } totalCount } }';
    const none = { tickets: { nodes: [], totalCount: 0 } };
    expect(await answer(customer, text, { filter: { accountId: 'acc_res' } })).toEqual(none);
    expect(await answer(customer, text, { filter: { licenseId: 'lic_3' } })).toEqual(none);
    expect(await answer(admin, text, { filter: { licenseId: 'lic_3' } })).toMatchObject({
      tickets: { totalCount: 1 },
    });
    expect(await answer(admin, text, { filter: { states: [] } })).toEqual(none);
    expect(await answer(admin, text, { filter: { open: true, states: ['CLOSED'] } })).toEqual(none);
    expect(await answer(admin, text, { filter: { open: false, accountId: 'acc_cust' } })).toEqual({
      tickets: { nodes: [{ number: 6 }, { number: 3 }], totalCount: 2 },
    });
  });
});

describe('what of a ticket is seen', () => {
  const text =
    '{ ticket(id: "tkt_8") { subject state closedAt openedAt account { id } license { id } messages { nodes { id body public } totalCount } } }';
  const whole = {
    subject: 'vnd_1 8',
    state: 'OPEN',
    closedAt: null,
    openedAt: '2026-10-09T08:00:00Z',
    account: { id: 'acc_other' },
    license: { id: 'lic_2' },
  };
  const message = (number: number, body: string | null) => ({
    id: `msg_8_${number}`,
    body,
    public: number !== 3,
  });

  test('staff see notes among themselves', async () => {
    const nodes = [1, 2, 3].map((number) => message(number, `vnd_1 says ${number}`));
    for (const asker of [admin, agent]) {
      expect(await answer(asker, text)).toEqual({ ticket: { ...whole, messages: { nodes, totalCount: 3 } } });
    }
  });

  test('a reseller does not, nor are they counted', async () => {
    const nodes = [1, 2].map((number) => message(number, `vnd_1 says ${number}`));
    expect(await answer(reseller, text)).toEqual({
      ticket: { ...whole, messages: { nodes, totalCount: 2 } },
    });
  });

  test('an analyst sees no free text', async () => {
    const nodes = [1, 2, 3].map((number) => message(number, null));
    expect(await answer(analyst, text)).toEqual({
      ticket: { ...whole, subject: null, messages: { nodes, totalCount: 3 } },
    });
  });
});

describe("tickets of licensing's entities", () => {
  const text = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on License { tickets(first: 3, filter: { open: true }) { nodes { number } pageInfo { hasNextPage } } }
    ... on Account { tickets(last: 2) { nodes { number } totalCount } } } }`;
  const of = [
    { __typename: 'License', id: 'lic_1' },
    { __typename: 'Account', id: 'acc_cust' },
    { __typename: 'License', id: 'lic_3' },
    { __typename: 'Account', id: 'acc_other' },
    { __typename: 'License', id: 'lic_unknown' },
  ];
  const license = (...found: number[]) => ({
    tickets: { nodes: found.map((number) => ({ number })), pageInfo: { hasNextPage: false } },
  });
  const account = (totalCount: number, ...found: number[]) => ({
    tickets: { nodes: found.map((number) => ({ number })), totalCount },
  });

  test('are read for each, newest first, and scoped by their own rows', async () => {
    expect(await answer(agent, text, { of })).toEqual({
      _entities: [license(4), account(6, 2, 1), license(), account(3, 8, 7), license()],
    });
    expect(await answer(customer, text, { of })).toEqual({
      _entities: [license(4), account(6, 2, 1), license(), account(0), license()],
    });
  });
});

describe('pages', () => {
  test('walk through by the cursors that a page answers', async () => {
    const text =
      'query ($after: String) { tickets(first: 5, after: $after) { edges { cursor node { number } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const { tickets } = (await answer(admin, text, { after })) as {
        tickets: {
          edges: { cursor: string; node: { number: number } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
      seen.push(...tickets.edges.map((edge) => edge.node.number));
      expect(tickets.edges.at(-1)?.cursor).toBe(tickets.pageInfo.endCursor);
      after = tickets.pageInfo.hasNextPage ? tickets.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(range(1, 12).toReversed());
  });

  test.each([
    ['tickets(first: 0)', 'first'],
    ['tickets(last: 101)', 'last'],
    ['tickets(after: "x")', 'after'],
    ['tickets(first: 1, before: "x")', 'before'],
  ])('%s is refused, naming the argument', async (field, named) => {
    const { data, errors } = await ask(admin, `{ ${field} { totalCount } }`);
    expect(data).toEqual({ tickets: null });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: named } }]);
  });
});

test('1,000 parallel requests of mixed viewers answer each with its own', async () => {
  const askers = [admin, customer, reseller, agent].flatMap((asker) => [
    asker,
    { ...asker, vendorId: 'vnd_2' },
  ]);
  const text = '{ tickets(first: 1) { nodes { subject } totalCount } }';
  const totals = new Map<Asker['role'], number>([
    ['CUSTOMER', 6],
    ['RESELLER', 6],
  ]);
  await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      const asker = askers[(index * 7) % askers.length]!;
      const { tickets } = (await answer(asker, text)) as {
        tickets: { nodes: { subject: string }[]; totalCount: number };
      };
      expect(tickets.totalCount).toBe(totals.get(asker.role) ?? 12);
      expect(tickets.nodes[0]?.subject.split(' ')[0]).toBe(asker.vendorId ?? 'vnd_1');
    }),
  );
});
