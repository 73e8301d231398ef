import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  coverCorrect,
  createClient,
  getLicense,
  licensePrereleasesSet,
  mayUse,
  releasePublish,
  releaseYank,
  type Client,
} from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

let graph: TestGraph;
let owner: pg.Client;
let admin: Client;
let customer: Client;
let licenseId: string;
let productId: string;
let made = 0;

beforeAll(async () => {
  graph = await openTestGraph('one');
  owner = new pg.Client(graph.ownerUrls.licensing);
  await owner.connect();
  const clientOf = async (name: string) =>
    createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf(name) });
  [admin, customer] = [await clientOf('cronwell.admin'), await clientOf('cronwell.customer')];
  // A license of the customer that is covered on the tests' day, by periods of its own.
  const accountId = graph.world.cast.find(({ name }) => name === 'cronwell.customer')?.accountId;
  const { rows } = await owner.query<{ id: string; productId: string }>(
    `select l.id, l.product_id as "productId" from license l
     where l.account_id = $1 and l.status = 'ACTIVE' and not l.prereleases
       and exists (select from coverage_period c where c.license_id = l.id and c.vendor_id = l.vendor_id
         and c.starts_on < '2026-10-01' and c.expires_on > '2026-11-30')
       and not exists (select from site_member m where m.license_id = l.id and m.vendor_id = l.vendor_id)
     order by l.id limit 1`,
    [accountId],
  );
  [licenseId, productId] = [rows[0]?.id ?? '', rows[0]?.productId ?? ''];
});

afterAll(async () => {
  await owner.end();
  await graph.stop();
});

/** What the newest act has left of an object. */
async function entryOf(objectId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await owner.query<Record<string, unknown>>(
    'select act, reason, changes from audit_entry where $1 = any(object_ids) order by recorded_at desc limit 1',
    [objectId],
  );
  return rows[0];
}

async function publish(suffix = ''): Promise<{ id: string; version: string }> {
  made += 1;
  const version = `9000.${String(made)}.0${suffix}`;
  const { releasePublish: answer } = await releasePublish(admin, { input: { productId, version } });
  expect(answer.userErrors).toEqual([]);
  expect(answer.release).toMatchObject({ version, prerelease: suffix !== '' });
  const id = answer.release?.id ?? '';
  expect(await entryOf(id)).toMatchObject({ act: 'releasePublish' });
  return { id, version };
}

/** What the customer is answered with, asked anew: from the lists in memory, which must not be old. */
const newest = async () =>
  (await getLicense(customer, { id: licenseId })).license?.entitledVersion.release?.version;
const verdictOn = async (version: string) =>
  (await mayUse(customer, { id: licenseId, version })).license?.mayUse;

test('an opt-in makes a pre-release the newest entitled, and opting out takes it back', async () => {
  const finished = await newest();
  const { version } = await publish('-rc.1');
  expect(await newest()).toBe(finished);
  expect(await verdictOn(version)).toMatchObject({ accepted: false, leading: 'PRERELEASE_NOT_OPTED_IN' });

  const input = { licenseId, optIn: true };
  const { licensePrereleasesSet: answer } = await licensePrereleasesSet(customer, { input });
  expect(answer).toMatchObject({
    userErrors: [],
    license: { prereleases: true, entitledVersion: { release: { version } } },
  });
  expect(await newest()).toBe(version);
  expect(await entryOf(licenseId)).toMatchObject({ act: 'licensePrereleasesSet' });

  await licensePrereleasesSet(customer, { input: { licenseId, optIn: false } });
  expect(await newest()).toBe(finished);
});

test('a published release is the answer at once; yanked, it is no more, and stays known', async () => {
  const before = await newest();
  const { id, version } = await publish();
  expect(await newest()).toBe(version);

  const { releaseYank: answer } = await releaseYank(admin, {
    input: { releaseId: id, reason: 'crashes at start' },
  });
  expect(answer).toMatchObject({ userErrors: [], release: { version } });
  expect(answer.release?.yankedAt).not.toBeNull();
  expect(await newest()).toBe(before);
  // Whoever runs it may go on, and is told.
  const verdict = await verdictOn(version);
  expect(verdict).toMatchObject({ accepted: true, warnings: ['VERSION_YANKED'] });
  expect(verdict?.rules).toContainEqual(
    expect.objectContaining({ code: 'VERSION_YANKED', verdict: 'WARNED' }),
  );
  expect(await entryOf(id)).toMatchObject({ act: 'releaseYank', reason: 'crashes at start' });
});

test('a correction of cover changes what may be used, both ways', async () => {
  const { version } = await publish();
  expect(await verdictOn(version)).toMatchObject({ accepted: true });
  const { rows } = await owner.query<{ id: string; expiresOn: string }>(
    `select id, expires_on::text as "expiresOn" from coverage_period
     where license_id = $1 and starts_on < '2026-10-01' order by starts_on desc limit 1`,
    [licenseId],
  );
  const [{ id: periodId, expiresOn } = { id: '', expiresOn: '' }] = rows;
  // Years that were bought ahead would cover the day again.
  const later = await owner.query<{ id: string }>(
    "select id from coverage_period where license_id = $1 and starts_on >= '2026-10-01' order by starts_on",
    [licenseId],
  );
  for (const { id } of later.rows)
    await coverCorrect(admin, { input: { kind: 'REMOVE', periodId: id, reason: 'never paid' } });

  const correct = (day: string) =>
    coverCorrect(admin, { input: { kind: 'MOVE', periodId, expiresOn: day, reason: 'typed wrongly' } });
  const { coverCorrect: answer } = await correct('2026-10-15');
  expect(answer.userErrors).toEqual([]);
  expect(answer.licenses).toMatchObject([{ id: licenseId, coverage: { active: false } }]);
  expect(await verdictOn(version)).toMatchObject({ accepted: false, leading: 'VERSION_AFTER_CUTOFF' });
  const entry = await entryOf(periodId);
  expect(entry).toMatchObject({ act: 'coverCorrect', reason: 'typed wrongly' });
  expect(entry?.['changes']).toContainEqual({
    ...{ objectId: periodId, field: 'expiresOn', from: expiresOn, to: '2026-10-15' },
  });

  await correct(expiresOn);
  expect(await verdictOn(version)).toMatchObject({ accepted: true });
});
