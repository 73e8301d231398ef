import { committed, database, licensingAccess, rules } from './tests.mjs';

const fulfilment = 'services/licensing/src/fulfilment';
const pack = 'services/licensing/src/pack';
const migration = 'services/licensing/src/migrations/2026_11_28_fulfilment.ts';
const became = (name) => database(`${fulfilment}/fulfil-order.db.test.ts`, name);
const started = (name) => database(`${fulfilment}/cover-start.db.test.ts`, name);
const ruled = (name) => rules(`${pack}/associate.rules.test.ts`, name);
const previewed = (name) => rules(`${pack}/associate-preview.rules.test.ts`, name);
const acted = (name) => database(`${pack}/maintenance-associate.db.test.ts`, name);

/** What a payment becomes, once; and which cover a pack may give, and have taken back. */
export const packs = [
  {
    name: 'packs: one for a license that was handed on since is of who has it now',
    file: `${fulfilment}/make-lines.ts`,
    find: '    ...(of === undefined ? {} : { accountId: of.accountId, resellerId: of.resellerId }),\n',
    replace: '    ...(of === undefined ? {} : {}),\n',
    test: became('is of the license, where it is now'),
  },
  {
    name: 'packs: who has the license now is held first',
    file: `${fulfilment}/owned-licenses.ts`,
    find: '  for (const { accountId } of others) await lockAccount(transaction, accountId);\n',
    replace: '  void lockAccount;\n',
    test: became('its reseller does not change meanwhile'),
  },
  {
    name: 'packs: one for a license that was revoked since stays to be used',
    file: `${fulfilment}/make-lines.ts`,
    find: "[...found.values()].filter(({ status }) => status !== 'REVOKED')",
    replace: '[...found.values()]',
    test: became('is left to use for another'),
  },
  {
    name: 'packs: two of one order for one license lie behind each other',
    file: `${fulfilment}/make-lines.ts`,
    find: '  made.laid.set(licenseId, { ...laid, term });\n',
    replace: '',
    test: became('two packs of one order for one license lie behind each other'),
  },
  {
    name: 'contracts: each number of years is a contract of its own',
    file: `${fulfilment}/make-contract.ts`,
    find: 'Map.groupBy(lines, (line) => line.years ?? 1)',
    replace: 'Map.groupBy(lines, () => lines[0]?.years ?? 1)',
    test: became('is of one length'),
  },
  {
    name: 'contracts: a license is on one of an order',
    file: `${fulfilment}/make-contract.ts`,
    find: 'licenses?.find(({ id }) => named.has(id))',
    replace: 'licenses?.find(() => false)',
    test: became('is of one length'),
  },
  {
    name: 'contracts: a later one of an order has a number of its own',
    file: `${fulfilment}/make-contract.ts`,
    find: 'let count = before?.count ?? 0;',
    replace: 'let count = before === undefined ? 1 : 0;',
    test: became('is of one length'),
  },
  {
    name: 'packs: training is there before the packs of its order',
    file: `${fulfilment}/owned-licenses.ts`,
    find: '(coveredUntil === null || coveredUntil <= period.expiresOn)',
    replace: '(coveredUntil === null || coveredUntil === period.expiresOn)',
    test: started('runs from that day as the training says'),
  },
  {
    name: 'fulfilment: a line is done once',
    file: `${fulfilment}/fulfil-order.ts`,
    find: 'ours.filter(({ lineId }) => !done.has(lineId))',
    replace: 'ours.filter(({ lineId }) => done !== null && lineId !== null)',
    test: became('is done once'),
  },
  {
    name: 'fulfilment: a renewal follows the end that there is',
    file: `${fulfilment}/make-lines.ts`,
    find: 'made.moved.add(line.lineId);',
    replace: 'made.touched.add(subject.id);',
    test: became('say so where that has moved'),
  },
  {
    name: "fulfilment: a key's cover waits for its mail",
    file: `${fulfilment}/cover-start.ts`,
    find: 'const acceptedAt = mail?.acceptedAt ?? null;',
    replace: 'const acceptedAt: string | null = mail?.acceptedAt ?? instant.now;',
    test: started('waits until a mail server has taken it'),
  },
  {
    name: 'packs: a used code is refused',
    file: `${pack}/associate.rules.ts`,
    find: "if (code.state === 'ASSOCIATED')",
    replace: "if (code.state === 'ASSOCIATED' && code.id === '')",
    test: ruled('CODE_USED'),
  },
  {
    name: 'packs: a revoked license takes none',
    file: `${pack}/load-associating.ts`,
    find: "l.status = 'REVOKED' as revoked",
    replace: 'false as revoked',
    test: acted('is for no license that was revoked'),
  },
  {
    name: 'packs: of the owner and its customers alone',
    file: `${pack}/associate.rules.ts`,
    find: 'if (![subject.accountId, subject.resellerId].includes(code.accountId))',
    replace: "if (code.accountId === '')",
    test: ruled('and an owner its own alone'),
  },
  {
    name: 'packs: an association is active once',
    file: migration,
    find: 'create unique index maintenance_association_active',
    replace: 'create index maintenance_association_active',
    test: committed('licensing'),
  },
  {
    name: 'packs: cover that was used stays',
    file: `${pack}/association-undo.rules.ts`,
    find: 'if (usedOn !== null)',
    replace: "if (usedOn === '')",
    test: acted('something was given because of it'),
  },
  {
    name: 'packs: what lies behind flows forward',
    file: `${pack}/maintenance-association-undo.ts`,
    find: 'for (const period of moved) await movePeriod(transaction, period.id, period);',
    replace: 'void moved;',
    test: acted('what lies behind flows forward'),
  },
  {
    name: 'packs: an analyst reads no code',
    file: migration,
    find: 'app_analyst: codeColumns',
    replace: "app_analyst: '*'",
    test: committed('licensing'),
  },
  {
    name: 'packs: a preview is for whoever may associate',
    file: 'services/licensing/src/viewer/access.ts',
    find: 'if (!roles.includes(viewer.role))',
    replace: 'if (roles.length === 0)',
    test: licensingAccess('before something is done'),
  },
  {
    name: 'packs: who has cover by the same list is not named as without',
    file: `${pack}/associate.rules.ts`,
    find: "!covered.has(licenseId) && !covered.has(siteId ?? '')",
    replace: '!covered.has(`${licenseId}/${String(siteId)}`)',
    test: previewed('licenses that remain without cover'),
  },
  {
    name: 'packs: who has cover by the same list hides no other',
    file: `${pack}/load-associating.ts`,
    find: 'order by l.id = any($4::text[]) or coalesce(m.site_id = any($4::text[]), false), l.id limit 100',
    replace: 'order by l.id, $4::text[] limit 100',
    test: acted('hide no other'),
  },
];
