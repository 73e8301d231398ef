import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import type { Viewer } from '../graph/viewer.js';
import { openDatabase, type Database } from './driver.js';
import { statement } from './scoped.js';

const everySetting = statement<Record<string, string>>(
  'everySetting',
  `select ${['vendor', 'account', 'license', 'issuer', 'subject', 'key_hash']
    .map(
      (name) =>
        `coalesce(current_setting('app.${name}', true), '') as "${name === 'key_hash' ? 'keyHash' : name}"`,
    )
    .join(', ')}`,
);

const viewer: Viewer = {
  role: 'CUSTOMER',
  databaseRole: 'app_customer',
  vendorId: 'v1',
  accountId: 'v1-a1',
  licenseId: 'v1-l1',
  userId: null,
  membershipId: null,
  keyId: null,
  scopes: [],
  now: '2026-11-02T00:00:00Z',
  zone: 'UTC',
};

let made: TestDatabase;
let database: Database;

beforeAll(async () => {
  made = await createDatabase([]);
  const logger = { warn: () => undefined, error: () => undefined };
  // One connection, so that each read finds what the one before has left on it.
  database = openDatabase({ url: made.loginUrl, service: 'notes', logger, max: 1 });
});

afterAll(async () => {
  await database.close();
  await made.drop();
});

test('what one kind of scope sets is gone for the other kind, on the same connection', async () => {
  const asViewer = () => database.read(viewer, everySetting, []);
  const asSignIn = () =>
    database.readLogin({ issuer: 'who', subject: 'whom', keyHash: 'what' }, everySetting, []);
  const empty = { vendor: '', account: '', license: '', issuer: '', subject: '', keyHash: '' };
  const viewers = { ...empty, vendor: 'v1', account: 'v1-a1', license: 'v1-l1' };
  const signIns = { ...empty, issuer: 'who', subject: 'whom', keyHash: 'what' };
  expect(await asViewer()).toEqual([viewers]);
  expect(await asSignIn()).toEqual([signIns]);
  expect(await asViewer()).toEqual([viewers]);
});
