import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { FakeTimekeeper } from '../../../../test/harness/fake-timekeeper.js';
import { openClockMover, type ClockMover, type ClockMoverOptions } from './clock-mover.js';
import { arriveAt, setClock } from './clock-state.js';

let made: TestDatabase;
let owner: pg.Client;
let databases: Database[];
let movers: ClockMover[];
/** All that was asked of services, in order. */
let log: string[];

const silent = { warn: () => undefined, error: () => undefined };
const open = (): Database => {
  const database = openDatabase({ url: made.loginUrl, service: 'licensing', logger: silent });
  databases.push(database);
  return database;
};

beforeAll(async () => {
  made = await cloneDatabase('licensing');
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

beforeEach(async () => {
  [databases, movers, log] = [[], [], []];
  await owner.query('delete from audit_entry; delete from vendor');
  await owner.query(
    `insert into vendor (vendor_id, name, slug, zone, currency, clock_kind, frozen_at, sandbox, created_at)
     select id, id, id, 'Europe/Stockholm', 'USD', kind, case when kind = 'FROZEN' then timestamptz '2026-01-10T08:00:00Z' end,
       kind = 'FROZEN', '2026-01-01'
     from (values ('moved', 'FROZEN'), ('still', 'FROZEN'), ('real', 'REAL')) as given (id, kind)`,
  );
});

afterEach(async () => {
  await Promise.all(movers.map((mover) => mover.stop()));
  await Promise.all(databases.map((database) => database.close()));
});

afterAll(async () => {
  await owner.end();
  await made.drop();
});

const shows = async (vendorId = 'moved') => {
  const { rows } = await owner.query<{ now: Date | null; to: Date | null }>(
    'select frozen_at as now, advancing_to as to from vendor where vendor_id = $1',
    [vendorId],
  );
  return { now: rows[0]?.now?.toISOString() ?? null, to: rows[0]?.to?.toISOString() ?? null };
};

const day = (of: number) => `2026-01-${String(of).padStart(2, '0')}T08:00:00.000Z`;

const send = (to: string) =>
  owner.query("update vendor set advancing_from = frozen_at, advancing_to = $1 where vendor_id = 'moved'", [
    to,
  ]);

const fake = (name: string) => new FakeTimekeeper(name, log, shows);
let licensing: FakeTimekeeper;
let billing: FakeTimekeeper;
beforeEach(() => {
  [licensing, billing, FakeTimekeeper.busy, FakeTimekeeper.mostBusy] = [
    fake('licensing'),
    fake('billing'),
    0,
    0,
  ];
});

function start(given: Partial<ClockMoverOptions> = {}): ClockMover {
  const mover = openClockMover({
    ...{ database: open(), timekeepers: [licensing, billing], logger: silent, everyMs: 50 },
    ...{ drainMails: () => Promise.resolve(), fillSandboxes: () => Promise.resolve() },
    ...given,
  });
  movers.push(mover);
  return mover;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
const arrived = () => until(async () => (await shows()).to === null);

describe('a clock that is sent on its way', () => {
  test('stops at each instant of all services, in their order, and arrives with an entry in the trail', async () => {
    licensing.due = [
      { at: day(15), what: 'a' },
      { at: day(12), what: 'b' },
      { at: day(21), what: 'too late' },
    ];
    billing.due = [
      { at: day(15), what: 'c' },
      { at: day(13), what: 'd' },
      { at: day(9), what: 'overdue' },
      { at: day(20), what: 'last' },
    ];
    await send(day(20));
    start();
    await arrived();
    expect(log).toEqual([
      ...['billing overdue 10', 'licensing b 12', 'billing d 13', 'licensing a 15', 'billing c 15'],
      'billing last 20',
    ]);
    expect(await shows()).toEqual({ now: day(20), to: null });
    expect(await shows('still')).toEqual({ now: day(10), to: null });
    const { rows } = await owner.query(
      'select vendor_id, act, actor_kind, actor_id, acted_at, changes from audit_entry',
    );
    expect(rows).toEqual([
      {
        ...{ vendor_id: 'moved', act: 'clockArrive', actor_kind: 'JOB', actor_id: 'job:clock' },
        acted_at: new Date(day(20)),
        changes: [{ objectId: 'moved', field: 'clock', from: day(10), to: day(20) }],
      },
    ]);
  });

  test('does what is planned meanwhile, also for an instant that is past', async () => {
    licensing.due = [{ at: day(15), what: 'plans' }];
    billing.due = [{ at: day(18), what: 'later' }];
    licensing.before = (what) => {
      if (what === 'plans') billing.due.push({ at: day(11), what: 'past' }, { at: day(16), what: 'soon' });
      return Promise.resolve();
    };
    await send(day(20));
    start();
    await arrived();
    expect(log).toEqual(['licensing plans 15', 'billing past 15', 'billing soon 16', 'billing later 18']);
  });

  test('tells and mails what has happened before it goes on, however often it must', async () => {
    licensing.due = [
      { at: day(12), what: 'a' },
      { at: day(13), what: 'b' },
    ];
    licensing.before = (what) => {
      if (what === 'a') billing.owes = 3;
      return Promise.resolve();
    };
    await send(day(20));
    start({
      drainMails: async () => {
        log.push(`mails ${(await shows()).now?.slice(8, 10) ?? ''}`);
      },
    });
    await arrived();
    const owed = ['mails 12', 'billing owes'];
    expect(log).toEqual([
      ...['mails 10', 'licensing a 12', ...owed, ...owed, ...owed, 'mails 12'],
      ...['licensing b 13', 'mails 13', 'mails 13'],
    ]);
  });

  test('does what is planned by what was told last, before it arrives', async () => {
    licensing.due = [{ at: day(12), what: 'a' }];
    let drained = 0;
    await send(day(20));
    start({
      drainMails: () => {
        drained += 1;
        // At the start, after the first thing, and when nothing seems to be left.
        if (drained === 3) billing.due.push({ at: day(14), what: 'told last' });
        return Promise.resolve();
      },
    });
    await arrived();
    expect(log).toEqual(['licensing a 12', 'billing told last 14']);
  });

  test.each([
    ['nextDue', 12],
    ['settle', 12],
    ['runDue', 13],
  ] as const)('stands where a service does not answer %s, and goes on when it does', async (asked, stood) => {
    const reached = Promise.withResolvers<undefined>();
    licensing.due = [
      { at: day(12), what: 'a' },
      { at: day(14), what: 'b' },
    ];
    billing.due = [{ at: day(13), what: 'c' }];
    licensing.before = (what) => {
      if (what === 'a') billing.away = asked;
      return Promise.resolve();
    };
    let waits = 0;
    await send(day(20));
    start({
      logger: {
        warn: () => {
          waits += 1;
          if (waits === 3) reached.resolve(undefined);
        },
      },
    });
    await reached.promise;
    expect(log).toEqual(['licensing a 12']);
    expect(await shows()).toEqual({ now: day(stood), to: day(20) });
    billing.away = null;
    await arrived();
    expect(log).toEqual(['licensing a 12', 'billing c 13', 'licensing b 14']);
  });

  test('what one service tells another, and that one tells in its turn, comes before the clock goes on', async () => {
    licensing.due = [12, 14].map((at) => ({ at: day(at), what: 'it' }));
    const nothing = () => undefined;
    const inTurn = () => licensing.tells.push(() => billing.tells.push(nothing));
    licensing.before = () => {
      if (log.length === 0) billing.tells.push(inTurn);
      return Promise.resolve();
    };
    await send(day(20));
    start();
    await arrived();
    const told = ['billing tells', 'licensing tells', 'billing tells'];
    expect(log).toEqual(['licensing it 12', ...told, 'licensing it 14']);
  });
});

/** Forty things of two services in turn, and how they are done once and in order. */
const inTurn = () => {
  const all = Array.from({ length: 40 }, (_, index) => ({
    service: index % 2 === 0 ? licensing : billing,
    at: `2026-01-${String(11 + Math.floor(index / 8))}T${String(10 + (index % 8))}:00:00.000Z`,
    what: String(index),
  }));
  for (const { service, at, what } of all) service.due.push({ at, what });
  return all.map(({ service, at, what }) => `${service.name} ${what} ${at.slice(8, 10)}`);
};

describe('movers in two processes', () => {
  test('move one clock once', async () => {
    const expected = inTurn();
    const begun = Promise.withResolvers<undefined>();
    const looked = Promise.withResolvers<undefined>();
    for (const service of [licensing, billing])
      service.before = () => {
        begun.resolve(undefined);
        return looked.promise;
      };
    await send(day(20));
    start();
    await begun.promise;
    // While one is in the middle of a thing the other looks again and again, and does nothing of it.
    let looks = 0;
    start({
      fillSandboxes: () => {
        looks += 1;
        if (looks === 5) looked.resolve(undefined);
        return Promise.resolve();
      },
    });
    await arrived();
    expect(log).toEqual(expected);
    expect(FakeTimekeeper.mostBusy).toBe(1);
    expect((await owner.query('select from audit_entry')).rowCount).toBe(1);
  });

  test('go on where one was stopped', async () => {
    const expected = inTurn();
    const halfWay = Promise.withResolvers<undefined>();
    billing.before = (what) => {
      if (what === '19') halfWay.resolve(undefined);
      return Promise.resolve();
    };
    await send(day(20));
    const first = start();
    await halfWay.promise;
    await first.stop();
    expect((await shows()).to).toBe(day(20));
    expect(log.length).toBeLessThan(expected.length);
    start();
    await arrived();
    expect(log).toEqual(expected);
  });

  test('go on where the connections of one were cut, and what that one still does moves nothing back', async () => {
    const expected = inTurn();
    const halfWay = Promise.withResolvers<undefined>();
    const cut = Promise.withResolvers<undefined>();
    billing.before = (what) => {
      if (what !== '19') return Promise.resolve();
      halfWay.resolve(undefined);
      return cut.promise;
    };
    await send(day(20));
    // One that is cut looks again by its timer, as does one that had no turn.
    const first = start();
    await halfWay.promise;
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'mainstay-licensing'`,
    );
    // By the other the thing is done before the first comes to it.
    billing.due = billing.due.filter(({ what }) => what !== '19');
    billing.before = () => Promise.resolve();
    start();
    await until(() => log.length === expected.length - 1);
    cut.resolve(undefined);
    await arrived();
    await first.stop();
    expect(log.filter((line) => !line.startsWith('billing 19'))).toEqual(
      expected.filter((line) => !line.startsWith('billing 19')),
    );
    expect(await shows()).toEqual({ now: day(20), to: null });
    expect((await owner.query('select from audit_entry')).rowCount).toBe(1);
  });
});

describe('a clock as it is written', () => {
  const setTo = (now: string, vendorId = 'moved') => setClock(open(), vendorId, now);

  test('goes neither back nor past where it was sent', async () => {
    await send(day(20));
    await setTo(day(15));
    expect(await shows()).toEqual({ now: day(15), to: day(20) });
    for (const refused of [day(12), day(21)]) {
      await setTo(refused);
      expect(await shows()).toEqual({ now: day(15), to: day(20) });
    }
  });

  test('arrives where it was sent last, and nowhere that somebody has read before', async () => {
    await send(day(20));
    const stale = { now: day(10), from: day(10), to: day(18) };
    await open().transactAs({ job: 'clock', vendorId: 'moved' }, (transaction) =>
      arriveAt(transaction, 'moved', stale),
    );
    expect(await shows()).toEqual({ now: day(10), to: day(20) });
    expect((await owner.query('select from audit_entry')).rowCount).toBe(0);
  });

  test('does not move where nobody has sent it, and the real one never', async () => {
    await setTo(day(15));
    await setTo(day(15), 'real');
    expect(await shows()).toEqual({ now: day(10), to: null });
    expect(await shows('real')).toEqual({ now: null, to: null });
  });

  test.each([
    ['the real one is sent', `advancing_from = now(), advancing_to = now() where vendor_id = 'real'`],
    ['the real one stands', `clock_kind = 'FROZEN', frozen_at = now() where vendor_id = 'real'`],
    [
      'one is sent more than 400 days on',
      `advancing_from = frozen_at, advancing_to = frozen_at + interval '401 days' where vendor_id = 'moved'`,
    ],
    [
      'one is sent back',
      `advancing_from = frozen_at, advancing_to = frozen_at - interval '1 day' where vendor_id = 'moved'`,
    ],
  ])('is refused by the database where %s', async (_, change) => {
    await expect(owner.query(`update vendor set ${change}`)).rejects.toMatchObject({ code: '23514' });
  });
});
