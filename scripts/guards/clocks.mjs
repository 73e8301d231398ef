import { committed, database, rules } from './tests.mjs';

const mover = 'services/licensing/src/clock/clock-mover.ts';
const steps = 'services/licensing/src/clock/clock-steps.ts';
const state = 'services/licensing/src/clock/clock-state.ts';
const ruling = 'services/licensing/src/clock/clock-advance.rules.ts';
const due = 'services/kernel/src/due/due-work.ts';
const failed = 'services/kernel/src/due/failed-work.ts';
const filler = 'services/licensing/src/sandbox/sandbox-filler.ts';
const reseller = 'services/licensing/src/reseller';
const migrated = 'services/licensing/src/migrations';

const moved = (name) => database('services/licensing/src/clock/clock-mover.db.test.ts', name);
const ruled = (name) => rules('services/licensing/src/clock/clock-advance.rules.test.ts', name);
const worked = (name) => database('services/kernel/src/due/due-work.db.test.ts', name);
const filled = (name) => database('services/licensing/src/sandbox/sandbox-filler.db.test.ts', name);
const given = (name) => database(`${reseller}/reseller-change.db.test.ts`, name);
const followed = (name) => database('services/support/src/facts/follow-account.db.test.ts', name);

/** A clock that somebody moves: once, forward, with all that falls due; and who sees what from which day on. */
export const clocks = [
  {
    name: 'clocks: movers take turns',
    file: 'services/kernel/src/db/turn.ts',
    find: 'return turn?.mine === true;',
    replace: 'return turn !== undefined;',
    test: moved('move one clock once'),
  },
  {
    name: 'clocks: what has happened is told before it goes on',
    file: mover,
    find: "if (!settled && !(await this.#steps.settle(vendorId))) return 'WAITS';",
    replace: 'void settled;',
    test: moved('tells and mails what has happened before it goes on'),
  },
  {
    name: 'clocks: what was told last is done before it arrives',
    file: steps,
    find: "if (firstOf(await this.#nextDue(vendorId, clock.to)) !== null) return 'MOVED';",
    replace: '',
    test: moved('does what is planned by what was told last'),
  },
  {
    name: 'clocks: it stops at each instant',
    file: steps,
    find: 'const now = next > clock.now ? next : clock.now;',
    replace: 'const now = clock.to;',
    test: moved('stops at each instant of all services'),
  },
  {
    name: 'clocks: no service is skipped that is away',
    file: steps,
    find: 'this.options.timekeepers.map((one) => one.nextDue(vendorId, until))',
    replace: 'this.options.timekeepers.map((one) => one.nextDue(vendorId, until).catch(() => null))',
    test: moved('stands where a service does not answer nextDue'),
  },
  {
    name: 'clocks: never back',
    file: state,
    find: 'and frozen_at < $1::timestamptz and',
    replace: 'and',
    test: moved('goes neither back nor past where it was sent'),
  },
  {
    name: 'clocks: no further than sent',
    file: state,
    find: ' and $1::timestamptz <= advancing_to',
    replace: '',
    test: moved('goes neither back nor past where it was sent'),
  },
  {
    name: 'clocks: it arrives where it was sent last',
    file: state,
    find: 'and advancing_to = $1::timestamptz returning',
    replace: 'and $1::timestamptz is not null returning',
    test: moved('arrives where it was sent last'),
  },
  {
    name: 'clocks: 400 days a call',
    file: ruling,
    find: 'if (aheadMs > advanceDaysAtMost * dayMs)',
    replace: 'if (aheadMs > 401 * dayMs)',
    test: ruled('a millisecond more'),
  },
  {
    name: 'clocks: 400 days, by the database',
    file: `${migrated}/2026_11_27_clocks.ts`,
    find: "interval '400 days'",
    replace: "interval '500 days'",
    test: moved('is refused by the database where one is sent more than 400 days on'),
  },
  {
    name: 'clocks: the real one is moved by nobody',
    file: ruling,
    find: 'if (frozenAt === null)',
    replace: 'if (frozenAt === undefined)',
    test: ruled('the real clock'),
  },
  {
    name: 'clocks: the real one is moved by nobody, by the database',
    file: `${migrated}/2026_11_27_clocks.ts`,
    find: "clock_kind = 'FROZEN' and frozen_at between",
    replace: 'coalesce(frozen_at, advancing_from) between',
    test: moved('is refused by the database where the real one is sent'),
  },
  {
    name: 'clocks: a real tenant stands never still',
    file: `${migrated}/2026_11_25_accounts.ts`,
    find: "check (clock_kind = 'REAL' or sandbox)",
    replace: 'check (true)',
    test: moved('is refused by the database where the real one stands'),
  },
  {
    name: 'clocks: nothing is changed on the way',
    file: 'services/kernel/src/act/perform.ts',
    find: '  if (viewer.clockAdvancing === true && act.whileAdvancing !== true) throw clockAdvancing();\n',
    replace: '',
    test: database('services/kernel/src/act/perform.db.test.ts', 'while the tenant'),
  },
  {
    name: 'clocks: workers take different things',
    file: due,
    find: ' limit 1 for update skip locked',
    replace: ' limit 1',
    test: worked('two workers at once do each thing once'),
  },
  {
    name: 'clocks: what is planned anew stays',
    file: due,
    find: ' and key = $2::text and due_at = $3::timestamptz',
    replace: ' and key = $2::text and $3::timestamptz is not null',
    test: worked('has done what its work plans meanwhile'),
  },
  {
    name: 'clocks: work that was given up waits for a person',
    file: due,
    find: 'when attempts + 1 >= $5::integer then $6::timestamptz end',
    replace: 'when attempts + 1 >= $5::integer + 1000 then $6::timestamptz end',
    test: worked('what fails changes nothing, holds nothing up'),
  },
  {
    name: 'clocks: a person has done again what was named, and nothing else',
    file: failed,
    find: 'or kind = $1::text and key = $2::text)',
    replace: 'or kind = $1::text and $2::text is not null)',
    test: database('services/kernel/src/due/failed-work.db.test.ts', 'one name is done again'),
  },
  {
    name: 'clocks: a sandbox is filled once',
    file: filler,
    find: 'where vendor_id = app.vendor() and filled_at is null\n   returning',
    replace: 'where vendor_id = app.vendor()\n   returning',
    test: filled('by two at once'),
  },
  {
    name: 'clocks: a sandbox that was cut short is filled later',
    file: filler,
    find: 'sandbox_of is not null and filled_at is null order by',
    replace: 'sandbox_of is not null and filled_at is not null order by',
    test: filled('also where whoever made it died before'),
  },
  {
    name: 'clocks: a sandbox has ids of its own',
    file: 'services/licensing/src/sandbox/copied-rows.ts',
    find: 'row[column] === null ? null : named(names, row[column]),',
    replace: 'row[column] === null ? null : named(names, row[column]) && row[column],',
    test: filled('has ids of its own'),
  },
  {
    name: 'clocks: a sandbox has no former members',
    file: 'services/licensing/src/sandbox/copied-rows.ts',
    find: "where: 'ends_at is null',",
    replace: "where: 'ends_at is null or user_id is not null',",
    test: filled('has what is sold, who buys and who signs in'),
  },
  {
    name: 'clocks: an operator makes nothing but copies',
    file: `${migrated}/2026_11_27_clocks.ts`,
    find: "sandbox_of = (select app.vendor()) and sandbox and clock_kind = 'FROZEN'",
    replace: "(select app.vendor()) is not null and clock_kind in ('REAL', 'FROZEN')",
    test: filled('a real tenant is not'),
  },
  {
    name: 'clocks: a copy is of the tenant that is named',
    file: `${migrated}/2026_11_27_clocks.ts`,
    find: 'sandbox_of = (select app.vendor()) and sandbox and',
    replace: 'sandbox_of is not null and sandbox and',
    test: committed('licensing'),
  },
  {
    name: 'clocks: a new reseller waits until all have been told',
    file: `${reseller}/reseller-change-due.ts`,
    find: "if (told?.waits === true) return 'LATER';",
    replace: 'void told;',
    test: given('today: the former reseller is out'),
  },
  {
    name: 'clocks: a former reseller is out first',
    file: `${reseller}/reseller-change-due.ts`,
    find: 'await giveTo(transaction, account.id, null);',
    replace: 'await giveTo(transaction, account.id, account.resellerId);',
    test: given('today: the former reseller is out'),
  },
  {
    name: 'clocks: all that names a reseller names the new one',
    file: `${reseller}/owned-tables.ts`,
    find: "'coverage_period', 'notice'",
    replace: "'coverage_period'",
    test: given('the list of tables is that of the database'),
  },
  {
    name: "clocks: support's rows follow the reseller of record",
    file: 'services/support/src/facts/mirrors.ts',
    find: '  await followAccount(transaction, event);\n',
    replace: '  void followAccount;\n',
    test: followed('all of an account is moved'),
  },
  {
    name: 'clocks: what pays a case follows after the case',
    file: 'services/support/src/facts/follow-account.ts',
    find: 'for (const move of moves) await',
    replace: 'for (const move of moves.toReversed()) await',
    test: followed('what pays it stays free for it'),
  },
  {
    name: "clocks: all of support's rows follow",
    file: 'services/support/src/facts/follow-account.ts',
    find: "  'ticket_message',\n",
    replace: '',
    test: followed('the list of tables is that of the database'),
  },
];
