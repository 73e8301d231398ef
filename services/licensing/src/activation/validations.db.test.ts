import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { machineKey, makeRequestCode, readAnswer, verifyFile } from '@mainstay/sdk/offline';
import { openMachineStage, type MachineStage } from '../../../../test/harness/machines.js';
import { createPlanCache } from '../maintenance/plan.reads.js';
import { createCatalogCache } from '../release/catalog.reads.js';
import { activationMove } from './activation-move.js';
import { licenseActivate } from './license-activate.js';
import { licenseFileIssue } from './license-file-issue.js';
import { licenseValidate, type LicenseValidate, type Validated } from './license-validate.js';
import type { Issuing } from './issuing.js';
import { machineKeyOf } from './machine-key.js';
import { offlineAnswerCreate } from './offline-answer-create.js';
import { Signers } from './signers.js';
import { licenseKeyRotate } from './signing-key-rotate.js';

let stage: MachineStage;
let issuing: Issuing;

beforeAll(async () => {
  stage = await openMachineStage();
  const clock = () => stage.viewerOf('cronwell.customer').now;
  const signers = new Signers({ database: stage.database, clock });
  issuing = { plans: createPlanCache(), catalogs: createCatalogCache(), signers };
});
afterAll(() => stage.close());

interface Asked {
  readonly fingerprint?: string;
  readonly version: string;
  readonly idempotencyKey?: string;
  readonly now?: string;
}

async function validated(licenseId: string | null, { now, ...asked }: Asked): Promise<Validated> {
  const input = { fingerprint: 'here', ...asked };
  const outcome = await stage.asProduct(licenseId, licenseValidate(issuing), input, now);
  if (!outcome.done) throw new Error(outcome.refusals.map(({ code }) => code).join());
  return JSON.parse(outcome.secrets?.['answer'] ?? '') as Validated;
}

/** Releases of the license's product, oldest first. */
async function releasesOf(licenseId: string): Promise<{ version: string; day: string }[]> {
  const { rows } = await stage.owner.query<{ version: string; day: string }>(
    `select r.version, to_char(r.released_at at time zone v.zone, 'YYYY-MM-DD') as day from release r
     join license l on l.vendor_id = r.vendor_id and l.product_id = r.product_id
     join vendor v on v.vendor_id = r.vendor_id
     where l.id = $1 and not r.prerelease and r.yanked_at is null order by r.released_at`,
    [licenseId],
  );
  return rows;
}

async function keys(): Promise<Record<string, string>> {
  const rows = await stage.rows('signing_key');
  return Object.fromEntries(rows.map((row) => [String(row['id']), String(row['public_key'])]));
}

/** Those without a key first: the clock stands, and ids of one instant sort by chance. */
const validationsOf = async (licenseId: string) =>
  (await stage.rows('validation'))
    .filter((row) => row['license_id'] === licenseId)
    .sort((a, b) => Number(a['key'] !== null) - Number(b['key'] !== null));

const activate = (licenseId: string, fingerprint: string) =>
  stage.act('cronwell.customer', licenseActivate, { licenseId, fingerprint });

test('a machine has the same key here and in the SDK', async () => {
  for (const fingerprint of ['a', ' a ', 'Größe 1', '00:1B:44:11:3A:B7'])
    expect(await machineKey(fingerprint)).toBe(machineKeyOf(fingerprint));
});

describe('a running product', () => {
  test('that has a seat and an entitled version is valid; its use is recorded once, beside no other trail', async () => {
    const licenseId = await stage.licenseOf();
    const [oldest] = await releasesOf(licenseId);
    await activate(licenseId, 'here');
    await validated(licenseId, { version: oldest?.version ?? '' });
    const before = await stage.trail();
    const asked = { version: oldest?.version ?? '', idempotencyKey: 'again' };
    const answer = await validated(licenseId, asked);
    expect(await validated(licenseId, asked)).toEqual(answer);
    expect(answer).toMatchObject({ valid: true, reasons: [], coverActive: true });
    expect(await stage.trail()).toBe(before);
    expect(await validationsOf(licenseId)).toMatchObject([
      { valid: true, reasons: [] },
      { valid: true, reasons: [], key: 'again' },
    ]);
    const [machine] = (await stage.rows('activation')).filter((row) => row['license_id'] === licenseId);
    expect(machine).toMatchObject({ version_seen: oldest?.version });
    expect(machine?.['last_validated_at']).not.toBeNull();
  });

  test('hears all reasons, the leading one first, and gets no file where it has no seat', async () => {
    const licenseId = await stage.licenseOf({ covered: false, purchasedOn: '1990-01-01' });
    const newest = (await releasesOf(licenseId)).at(-1);
    await activate(licenseId, 'another');
    expect(await validated(licenseId, { version: newest?.version ?? '' })).toMatchObject({
      ...{ valid: false, file: null, validateBy: null },
      reasons: ['MACHINE_NOT_ACTIVATED', 'TOO_MANY_MACHINES', 'VERSION_AFTER_CUTOFF'],
    });
    await stage.owner.query(
      "update license set status = 'SUSPENDED', suspended_at = '2020-01-01' where id = $1",
      [licenseId],
    );
    expect(await validated(licenseId, { version: '999.0.0' })).toMatchObject({
      reasons: ['LICENSE_SUSPENDED', 'MACHINE_NOT_ACTIVATED', 'TOO_MANY_MACHINES', 'VERSION_UNKNOWN'],
    });
  });

  test('whose cover has lapsed is valid with an entitled version, and is told', async () => {
    const licenseId = await stage.licenseOf({ covered: ['2020-01-01', '2020-06-01'] });
    const [oldest] = await releasesOf(licenseId);
    await activate(licenseId, 'here');
    expect(await validated(licenseId, { version: oldest?.version ?? '' })).toMatchObject({
      ...{ valid: true, coverActive: false, coverExpiresOn: '2020-06-01', warnings: ['COVER_LAPSED'] },
    });
  });

  test('that lost its seat to fewer machines is too many, and those before it are not', async () => {
    const licenseId = await stage.licenseOf({ seats: 2 });
    const [oldest] = await releasesOf(licenseId);
    await activate(licenseId, 'here');
    // The clock stands, so that the first of the two is told by hand.
    await stage.owner.query(
      "update activation set activated_at = activated_at - interval '1 day' where license_id = $1",
      [licenseId],
    );
    await activate(licenseId, 'second');
    await stage.owner.query('update license set quantity = 1 where id = $1', [licenseId]);
    const version = oldest?.version ?? '';
    expect(await validated(licenseId, { version })).toMatchObject({ valid: true });
    expect(await validated(licenseId, { version, fingerprint: 'second' })).toMatchObject({
      reasons: ['TOO_MANY_MACHINES'],
    });
  });

  test('with a code that nobody knows is told so and nothing else, and leaves nothing', async () => {
    const before = [await stage.trail(), await stage.rows('validation')];
    expect(await validated(null, { version: '1.0.0' })).toMatchObject({
      ...{ valid: false, reasons: ['CODE_UNKNOWN'], newestVersion: null, file: null },
    });
    expect([await stage.trail(), await stage.rows('validation')]).toEqual(before);
  });

  test('without a fingerprint is refused, naming the field', async () => {
    const licenseId = await stage.licenseOf();
    const input: LicenseValidate = { fingerprint: ' ', version: '1.0.0' };
    expect(await stage.asProduct(licenseId, licenseValidate(issuing), input)).toMatchObject({
      refusals: [{ code: 'FINGERPRINT_INVALID', field: ['fingerprint'] }],
    });
  });

  test('gets a file that names days and does not follow cover (M9)', async () => {
    const licenseId = await stage.licenseOf({
      ...{ covered: ['2026-01-01', '2027-01-01'], purchasedOn: '2026-01-01' },
    });
    const [oldest] = await releasesOf(licenseId);
    await activate(licenseId, 'here');
    const now = '2026-12-20T11:00:00.000Z';
    const answer = await validated(licenseId, { version: oldest?.version ?? '', now });
    expect(answer).toMatchObject({ validateBy: '2027-01-19', consequenceOn: '2027-02-02' });
    const [license] = (await stage.rows('license')).filter((row) => row['id'] === licenseId);
    const on = async (today: string, releasedOn: string) =>
      verifyFile(answer.file ?? '', {
        ...{ keys: await keys(), product: String(license?.['product_id']), fingerprint: 'here' },
        ...{ today, release: { version: '99.0.0', releasedOn } },
      });
    expect(await on('2027-01-25', '2026-12-28')).toMatchObject({ state: 'GRACE', consequence: null });
    expect(await on('2027-01-25', '2027-01-05')).toMatchObject({ state: 'VERSION_AFTER_CUTOFF' });
    expect(await on('2027-02-01', '2026-12-28')).toMatchObject({ consequence: null });
    expect(await on('2027-02-02', '2026-12-28')).toMatchObject({
      ...{ state: 'OVERDUE', consequence: 'REFUSE_CONNECTIONS' },
    });
  });
});

describe('a machine without a network', () => {
  const answer = (licenseId: string, requestCode: string) =>
    stage.act('cronwell.customer', offlineAnswerCreate(issuing), { licenseId, requestCode });
  const textOf = async (id: string | undefined) =>
    String((await stage.rows('license_file')).find((row) => row['id'] === id)?.['text']);

  test('takes a seat by its request; the same request has the same answer, which is of use to it alone', async () => {
    const licenseId = await stage.licenseOf();
    const requestCode = await makeRequestCode('offline');
    const first = await answer(licenseId, requestCode);
    const again = await answer(licenseId, ` ${requestCode.toLowerCase()} `);
    expect(again).toEqual(first);
    if (!first.done) throw new Error('It was refused.');
    const text = await textOf(first.result['fileId']);
    const [license] = (await stage.rows('license')).filter((row) => row['id'] === licenseId);
    const options = {
      ...{ keys: await keys(), product: String(license?.['product_id']), fingerprint: 'offline' },
      today: '2026-11-26',
    };
    expect(await readAnswer(text, requestCode, options)).toMatchObject({ state: 'VALID' });
    const other = await makeRequestCode('offline');
    expect(await readAnswer(text, other, options)).toMatchObject({ state: 'WRONG_REQUEST' });
    const { rows } = await stage.owner.query('select kind from cover_use where license_id = $1', [licenseId]);
    expect(rows).toEqual([{ kind: 'OFFLINE_FILE' }]);
  });

  test('that was moved away is revived by no old request, and by a new one where a seat is free', async () => {
    const licenseId = await stage.licenseOf({ seats: 2 });
    const requestCode = await makeRequestCode('old');
    const first = await answer(licenseId, requestCode);
    const activationId = first.done ? (first.result['activationId'] ?? '') : '';
    await stage.act('cronwell.customer', activationMove, { activationId, fingerprint: 'new' });
    expect(await answer(licenseId, requestCode)).toMatchObject({ refusals: [{ code: 'REQUEST_OUTDATED' }] });
    expect(await answer(licenseId, await makeRequestCode('old'))).toMatchObject({ done: true });
    expect(await answer(licenseId, requestCode)).toMatchObject({ refusals: [{ code: 'REQUEST_OUTDATED' }] });
  });

  test('two that want the last seat, and one request twice at once', async () => {
    const licenseId = await stage.licenseOf();
    const [one, two] = [await makeRequestCode('one'), await makeRequestCode('two')];
    const outcomes = await Promise.all([
      answer(licenseId, one),
      answer(licenseId, one),
      answer(licenseId, two),
    ]);
    const files = outcomes.flatMap((outcome) => (outcome.done ? [outcome.result['fileId']] : []));
    expect(new Set(files).size).toBe(1);
    expect(outcomes.filter(({ done }) => !done)).toHaveLength(3 - files.length);
  });

  test('whose code was mistyped is told so', async () => {
    const requestCode = await makeRequestCode('typed');
    const wrong = requestCode.replace(/.$/, (symbol) => (symbol === '0' ? '1' : '0'));
    const licenseId = await stage.licenseOf();
    expect(await answer(licenseId, wrong)).toMatchObject({ refusals: [{ code: 'REQUEST_INVALID' }] });
  });
});

describe('keys', () => {
  test('the private one is read by no role of viewers', async () => {
    const read = { name: 'test.privateKey', text: 'select private_key from signing_key' };
    for (const name of ['cronwell.admin', 'cronwell.customer', 'cronwell.analyst'])
      await expect(stage.database.read(stage.viewerOf(name), read, [])).rejects.toThrow();
  });

  test('another one takes over, and what the former signed stays good', async () => {
    const licenseId = await stage.licenseOf();
    const activated = await activate(licenseId, 'here');
    const activationId = activated.done ? (activated.result['activationId'] ?? '') : '';
    const issue = () => stage.act('cronwell.customer', licenseFileIssue(issuing), { activationId });
    await issue();
    await stage.act('cronwell.admin', licenseKeyRotate, { reason: 'yearly' });
    const { entry } = await stage.left();
    issuing.signers.forget(stage.roleOf('cronwell.admin').vendorId ?? '');
    await issue();
    const files = (await stage.rows('license_file')).filter((row) => row['license_id'] === licenseId);
    const [license] = (await stage.rows('license')).filter((row) => row['id'] === licenseId);
    expect(new Set(files.map((row) => row['signing_key_id'])).size).toBe(2);
    for (const file of files)
      expect(
        await verifyFile(String(file['text']), {
          ...{ keys: await keys(), product: String(license?.['product_id']), fingerprint: 'here' },
          today: '2026-11-26',
        }),
      ).toMatchObject({ state: 'VALID', content: { kind: 'MANUAL' } });
    const secrets = (await stage.rows('signing_key')).map((row) => String(row['private_key']));
    expect(secrets.some((secret) => JSON.stringify(entry).includes(secret))).toBe(false);
  });
});
