import { database } from './tests.mjs';

const make = 'demo/src/play/make.ts';
const inbox = 'services/kernel/src/events/inbox.ts';
const mirror = 'services/kernel/src/events/mirror.ts';

const played = (name) => database('demo/src/play/play.db.test.ts', name);
const opened = (name) => database('demo/src/demo.db.test.ts', name);
const mirrored = (name) => database('services/kernel/src/events/mirror.db.test.ts', name);

/** The demo's past, played once and whole, and facts that are heard together. */
export const plays = [
  {
    name: 'plays: what a killed one left is cleared',
    file: make,
    find: '    await Promise.all(serviceNames.map((name) => clear(owners[name])));\n',
    replace: '    void clear;\n',
    test: played('what a killed play left is gone'),
  },
  {
    name: 'plays: tenants come to the real clock',
    file: make,
    find: '  await handOver(owners, tenants);\n',
    replace: '  void handOver;\n',
    test: played('live by the real clock'),
  },
  {
    name: 'plays: the services hear of the real clock',
    file: make,
    find: 'await owners[name].query("update known_vendor set clock_kind = \'REAL\' where id = any($1)", [ids]);',
    replace: 'void name;',
    test: played('live by the real clock'),
  },
  {
    name: 'plays: none where somebody lives',
    file: make,
    find: '    if (await isLivedIn(owners.licensing)) return false;\n',
    replace: '    void isLivedIn;\n',
    test: played('a second play finds them'),
  },
  {
    name: 'plays: one that was killed has nobody who could sign in',
    file: 'demo/src/present-cast.ts',
    find: "m.user_id = u.id and m.ends_at is null\n  where v.clock_kind = 'REAL'\n",
    replace: 'm.user_id = u.id and m.ends_at is null\n',
    test: opened('is nobody while the clocks still stand'),
  },
  {
    name: 'plays: heard together, each fact is heard once',
    file: inbox,
    find: 'const untold = events.filter(({ id }) => fresh.has(id));',
    replace: 'const untold = fresh.size >= 0 ? events : [];',
    test: mirrored('leave the last word on each, once'),
  },
  {
    name: 'plays: what is written down comes before what follows',
    file: inbox,
    find: '    for (const [handler, own] of Map.groupBy(untold, ({ type }) => handlers[type]))\n      await handler?.together?.(transaction, own);\n    for (const event of untold) {\n      const handler = handlers[event.type];\n      if (handler?.together === undefined) await handler?.(transaction, event);\n    }\n',
    replace: '    for (const event of untold) await handlers[event.type]?.(transaction, event);\n',
    test: mirrored('what follows from others knows it'),
  },
  {
    name: 'plays: the last word on an object stays',
    file: mirror,
    find: "new Map(events.map(({ payload }) => [payload['id'], payload]))",
    replace: "new Map(events.toReversed().map(({ payload }) => [payload['id'], payload]))",
    test: mirrored('leave the last word on each, once'),
  },
  {
    name: 'plays: facts of one vendor alone are heard together',
    file: inbox,
    find: "  if (events.some((event) => event.vendorId !== vendorId))\n    throw new Error('Events of one vendor are wanted.');\n",
    replace: '',
    test: mirrored('of several vendors they are refused'),
  },
];
