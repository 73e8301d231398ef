import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hash } from 'node:crypto';
import type { Outcome } from '@mainstay/kernel/act/act';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { apiKeyCreate } from './api-key-create.js';
import { apiKeyRevoke } from './api-key-revoke.js';
import { apiKeyRotate } from './api-key-rotate.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

const asked = { name: 'Web shop', scopes: ['licensing:read'] };
const accountOf = (name: string) => String(stage.roleOf(name).accountId);
const rowOf = async (id: string) => (await stage.rows('api_key')).find((row) => row['id'] === id);

function had(outcome: Outcome<string>): { id: string; text: string } {
  if (!outcome.done) throw new Error(`Refused: ${outcome.refusals.map(({ code }) => code).join()}`);
  return { id: String(outcome.result['apiKeyId']), text: String(outcome.secrets?.['text']) };
}

const create = async (name: string, input: object = {}) =>
  had(await stage.act(name, apiKeyCreate, { ...asked, ...input }));

async function leavesNothing(codes: string[], act: () => Promise<Outcome<string>>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('api_key')];
  expect(await act()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('api_key')]).toEqual(before);
}

/** Every table that holds a text somewhere in some row. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await stage.owner.query<{ name: string }>(
    "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const hits = await stage.owner.query(`select from ${name} t where strpos(t::text, $1) > 0 limit 1`, [
      text,
    ]);
    if (hits.rowCount !== 0) found.push(name);
  }
  return found;
}

describe('a key that is made', () => {
  test('is told once, and what is kept is its hash', async () => {
    const { id, text } = await create('cronwell.customer', { idempotencyKey: 'k1' });
    expect(text).toMatch(/^msk_[0-9a-f]{64}$/u);
    expect(await rowOf(id)).toMatchObject({
      ...{ name: 'Web shop', scopes: ['licensing:read'], account_id: accountOf('cronwell.customer') },
      ...{ key_hash: hash('sha256', text, 'hex'), revoked_at: null, previous_hash: null },
    });
    const again = await stage.act('cronwell.customer', apiKeyCreate, { ...asked, idempotencyKey: 'k1' });
    expect(again).toEqual({ done: true, result: { apiKeyId: id } });
    expect((await stage.left()).entry).toMatchObject({ act: 'apiKeyCreate', object_ids: [id] });
  });

  test('has its text in no table, and its hash in one', async () => {
    const made = await create('cronwell.admin', { idempotencyKey: 'k2' });
    const turned = had(
      await stage.act('cronwell.admin', apiKeyRotate, {
        apiKeyId: made.id,
        overlapDays: 1,
        idempotencyKey: 'k3',
      }),
    );
    for (const text of [made.text, turned.text]) {
      expect(await tablesWith(text)).toEqual([]);
      expect(await tablesWith(text.slice('msk_'.length))).toEqual([]);
      expect(await tablesWith(hash('sha256', text, 'hex'))).toEqual(['public.api_key']);
    }
  });

  test("is the vendor's or any account's for an administrator", async () => {
    const ofVendor = await create('cronwell.admin');
    expect(await rowOf(ofVendor.id)).toMatchObject({ account_id: null, reseller_id: null });
    const accountId = accountOf('cronwell.reseller');
    const ofReseller = await create('cronwell.admin', { accountId });
    expect(await rowOf(ofReseller.id)).toMatchObject({ account_id: accountId, reseller_id: accountId });
  });

  test("is of nobody else: not of a reseller's customer, a neighbor or another vendor", async () => {
    const accounts = stage.world.licensing['account'] ?? [];
    const { vendorId, accountId } = stage.roleOf('cronwell.reseller');
    const others = [
      accounts.find((row) => row['reseller_id'] === accountId && row['id'] !== accountId),
      accounts.find((row) => row['vendor_id'] === vendorId && row['reseller_id'] !== accountId),
      accounts.find((row) => row['vendor_id'] !== vendorId),
    ];
    for (const other of others)
      await leavesNothing(['ACCOUNT_NOT_FOUND'], () =>
        stage.act('cronwell.reseller', apiKeyCreate, { ...asked, accountId: String(other?.['id']) }),
      );
    await leavesNothing(['ACCOUNT_NOT_FOUND'], () =>
      stage.act('cronwell.admin', apiKeyCreate, { ...asked, accountId: String(others[2]?.['id']) }),
    );
  });

  test('is refused with an end that is past', async () => {
    await leavesNothing(['EXPIRY_INVALID'], () =>
      stage.act('cronwell.customer', apiKeyCreate, { ...asked, expiresAt: '2026-01-01T00:00:00Z' }),
    );
  });

  test.each(['partner', 'agent', 'analyst'])('is refused to a %s', async (part) => {
    const before = await stage.trail();
    await expect(stage.act(`cronwell.${part}`, apiKeyCreate, asked)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await stage.trail()).toBe(before);
  });
});

describe('a key that is rotated', () => {
  test('is known by the text before for the overlap, and by no other', async () => {
    const first = await create('cronwell.customer');
    const second = had(
      await stage.act('cronwell.customer', apiKeyRotate, { apiKeyId: first.id, overlapDays: 7 }),
    );
    expect(await rowOf(first.id)).toMatchObject({
      ...{ key_hash: hash('sha256', second.text, 'hex'), previous_hash: hash('sha256', first.text, 'hex') },
      previous_until: new Date('2026-11-09T12:00:00Z'),
    });
    const third = had(await stage.act('cronwell.customer', apiKeyRotate, { apiKeyId: first.id }));
    expect(await rowOf(first.id)).toMatchObject({
      ...{ key_hash: hash('sha256', third.text, 'hex'), previous_hash: null, previous_until: null },
    });
  });

  test('leaves nothing where it is over or of others', async () => {
    const keys = stage.world.licensing['api_key'] ?? [];
    const { vendorId, accountId } = stage.roleOf('cronwell.customer');
    const own = keys.filter((row) => row['account_id'] === accountId && row['vendor_id'] === vendorId);
    const rotate = (row: (typeof keys)[number] | undefined) => () =>
      stage.act('cronwell.customer', apiKeyRotate, { apiKeyId: String(row?.['id']) });
    await leavesNothing(['EXPIRED'], rotate(own.find((row) => row['expires_at'] !== null)));
    await leavesNothing(['ALREADY_REVOKED'], rotate(own.find((row) => row['revoked_at'] !== null)));
    await leavesNothing(
      ['API_KEY_NOT_FOUND'],
      rotate(keys.find((row) => row['vendor_id'] === vendorId && row['account_id'] !== accountId)),
    );
    await leavesNothing(['API_KEY_NOT_FOUND'], rotate(keys.find((row) => row['vendor_id'] !== vendorId)));
  });
});

describe('a key that is revoked', () => {
  test('is so for good, once, and by no former text', async () => {
    const { id } = await create('cronwell.customer');
    await stage.act('cronwell.customer', apiKeyRotate, { apiKeyId: id, overlapDays: 7 });
    const outcomes = await Promise.all(
      [1, 2].map(() => stage.act('cronwell.admin', apiKeyRevoke, { apiKeyId: id })),
    );
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ revoked_at: expect.anything() as unknown, previous_hash: null });
    await leavesNothing(['ALREADY_REVOKED'], () =>
      stage.act('cronwell.admin', apiKeyRevoke, { apiKeyId: id }),
    );
  });

  test('of others is not found', async () => {
    const { id } = await create('deskhaven.customer');
    await leavesNothing(['API_KEY_NOT_FOUND'], () =>
      stage.act('cronwell.admin', apiKeyRevoke, { apiKeyId: id }),
    );
    const neighbor = await create('cronwell.reseller');
    await leavesNothing(['API_KEY_NOT_FOUND'], () =>
      stage.act('cronwell.customer', apiKeyRevoke, { apiKeyId: neighbor.id }),
    );
  });
});
