import { database, rules } from './tests.mjs';

const notice = 'services/licensing/src/notice';
const release = 'services/licensing/src/release';

const ruled = (name) => rules(`${notice}/notice.rules.test.ts`, name);
const planned = (name) => database(`${notice}/plan-notices.db.test.ts`, name);
const ofSites = (name) => database(`${notice}/notices-of-sites.db.test.ts`, name);
const sent = (name) => database(`${notice}/send-notices.db.test.ts`, name);
const announced = (name) => database(`${release}/release-announce.db.test.ts`, name);

/** What is told before cover ends and when a version is out: to whom, when, and how often. */
export const notices = [
  {
    name: 'notices: what was sent never goes again',
    file: `${notice}/notice-changes.rules.ts`,
    find: "if (notice.state === 'SENT') return null;",
    replace: '',
    test: rules(
      `${notice}/notice-changes.rules.test.ts`,
      'what was sent stands, also where the end moves away and comes back',
    ),
  },
  {
    name: 'notices: of those missed the nearest goes alone',
    file: `${notice}/notice.rules.ts`,
    find: 'return passed > 1',
    replace: 'return passed > 9',
    test: ruled('is left to the nearest'),
  },
  {
    name: 'notices: none goes before cover starts',
    file: `${notice}/notice.rules.ts`,
    find: 'if (on < startsOn)',
    replace: 'if (on < startsOn && on > startsOn)',
    test: ruled('falls before cover starts, and does not go'),
  },
  {
    name: 'notices: a short term has none for long ones',
    file: `${notice}/notice.rules.ts`,
    find: 'termAtLeast === null || lastsAtLeast(last, termAtLeast)',
    replace: "termAtLeast !== 'P999Y'",
    test: ruled('no ninety days for a term of thirty'),
  },
  {
    name: 'notices: none of cover that has ended',
    file: `${notice}/notice.rules.ts`,
    find: 'expiresOn > clock.today',
    replace: "expiresOn > '1990-01-01'",
    test: ruled('none of cover that has ended'),
  },
  {
    name: 'notices: by the version that the last period was sold under',
    file: `${notice}/notice.rules.ts`,
    find: 'one.startsOn >= last.startsOn ? one : last',
    replace: 'one.startsOn <= last.startsOn ? one : last',
    test: ruled('by the version of the plan that the period was sold under that ends last'),
  },
  {
    name: 'notices: cover is looked at as it is when they go',
    file: `${notice}/send-notices.ts`,
    find: 'await replanNotices(transaction, licenseIds, instant);',
    replace: "await replanNotices(transaction, licenseIds, { ...instant, today: '1990-01-01' });",
    test: sent('sends nothing once cover is over'),
  },
  {
    name: 'notices: who plans and who sends take turns',
    file: `${notice}/send-notices.ts`,
    find: '    await lockNotices(transaction, [accountId]);\n',
    replace: '',
    test: database(
      `${notice}/notice-turns.db.test.ts`,
      'what is planned for an instant while its job runs is sent by it',
    ),
  },
  {
    name: 'notices: who plans takes locks in one order',
    file: `${notice}/plan-notices.ts`,
    find: 'from (select id from unnest($1::text[]) as given (id) order by id) a',
    replace: 'from (select id from unnest($1::text[]) as given (id) order by random()) a',
    test: database(
      `${notice}/notice-turns.db.test.ts`,
      'who plans for several accounts waits for nobody who does so in another order',
    ),
  },
  {
    name: 'notices: a correction moves the plan',
    file: 'services/licensing/src/maintenance/follow-cover.ts',
    find: '  await planNotices(transaction, ids, instant);\n',
    replace: '',
    test: planned('an end on 31 March is told of on 28 February, wherever it was before'),
  },
  {
    name: 'notices: a suspension takes the plan back',
    file: 'services/licensing/src/license/license-standing.ts',
    find: '      await planNotices(transaction, [licenseId], moment);\n',
    replace: '',
    test: planned('suspended it has none, reinstated it has them again, revoked never'),
  },
  {
    name: 'notices: who leaves a site moves the plan',
    file: 'services/licensing/src/site/site-member-remove.ts',
    find: '    await planNotices(transaction, [licenseId], moment);\n',
    replace: '',
    test: ofSites('moved by a customer, who may plan nothing else'),
  },
  {
    name: 'notices: what nobody was told of is made good',
    file: 'services/licensing/src/contact/contact-create.ts',
    find: '    await planUntold(transaction, accountId, moment);\n',
    replace: '',
    test: database(`${notice}/who-is-told.db.test.ts`, 'is told once there is somebody, if cover still runs'),
  },
  {
    name: 'notices: an account has nothing else done',
    file: 'services/licensing/src/migrations/2026_11_27_notices.ts',
    find: "kind = 'notices' and split_part(key, ' ', 1) = (select app.account())",
    replace: 'true',
    test: ofSites('nobody has other work done by planning it'),
  },
  {
    name: 'notices: a release is announced once for ever',
    file: `${release}/release-announce.ts`,
    find: "if (marked === undefined) return 'NOTHING';",
    replace: '',
    test: announced('never when it was withdrawn before, and once when it comes back'),
  },
  {
    name: 'notices: of a release that is withdrawn nobody is told',
    file: `${release}/announced-release.ts`,
    find: 'return yankedAt !== null && Date.parse(yankedAt) <= nowMs ? null : release;',
    replace: 'return yankedAt === "never" || nowMs < 0 ? null : release;',
    test: announced('by those of its batches alone that had gone when it was withdrawn'),
  },
  {
    name: 'notices: of a pre-release who asked is told',
    file: `${release}/release-audience.rules.ts`,
    find: '(prereleases || !prerelease)',
    replace: '(prereleases || !prerelease || prerelease)',
    test: rules(`${release}/release-audience.rules.test.ts`, 'ALL_OWNERS_AND_LAPSED'),
  },
];
