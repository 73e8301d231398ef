import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { accountCreate, type AccountCreate } from './account-create.js';
import { accountUpdate } from './account-update.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

const accountOf = (name: string) => String(stage.roleOf(name).accountId);
const rowOf = async (id: unknown) => (await stage.rows('account')).find((row) => row['id'] === id);
const company = { kind: 'CUSTOMER', name: ' Ny Kund AB ', country: 'SE' } as const;

async function created(by: string, asked: Partial<AccountCreate> = {}): Promise<string> {
  const outcome = await stage.act(by, accountCreate, { ...company, ...asked });
  return outcome.done ? String(outcome.result['accountId']) : JSON.stringify(outcome.refusals);
}

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('account')];
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('account')]).toEqual(before);
}

/** An account of the same vendor that the role may not see, and one of another vendor. */
function others(name: string): Row[] {
  const accounts = stage.world.licensing['account'] ?? [];
  const { vendorId, accountId } = stage.roleOf(name);
  const [neighbor, foreign] = [
    accounts.find(
      (row) => row['vendor_id'] === vendorId && row['id'] !== accountId && row['reseller_id'] !== accountId,
    ),
    accounts.find((row) => row['vendor_id'] !== vendorId),
  ];
  return [neighbor, foreign].filter((row) => row !== undefined);
}

describe('a new account', () => {
  test('is saved, told and written into the trail', async () => {
    const accountId = await created('cronwell.admin');
    expect(await rowOf(accountId)).toMatchObject({
      ...{ kind: 'CUSTOMER', name: 'Ny Kund AB', name_key: 'ny kund ab', country: 'SE', reseller_id: null },
      created_at: new Date(stage.viewerOf('cronwell.admin').now),
    });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'accountCreate', account_id: accountId });
    expect(entry['changes']).toContainEqual({ objectId: accountId, field: 'country', to: 'SE' });
    const payload = { id: accountId, kind: 'CUSTOMER', name: 'Ny Kund AB', country: 'SE', resellerId: null };
    expect(events).toEqual([{ type: 'account.created', aggregate: accountId, payload }]);
  });

  test('of a reseller, and of its key, is its own', async () => {
    const resellerId = accountOf('cronwell.reseller');
    for (const by of ['cronwell.reseller', 'cronwell.partner'])
      for (const asked of [{}, { resellerId }])
        expect(await rowOf(await created(by, asked))).toMatchObject({ reseller_id: resellerId });
  });

  test('of an administrator may be a reseller, and be given one', async () => {
    const resellerId = await created('cronwell.admin', { kind: 'RESELLER' });
    expect(await rowOf(resellerId)).toMatchObject({ kind: 'RESELLER', reseller_id: resellerId });
    const customer = await created('cronwell.admin', { resellerId });
    expect(await rowOf(customer)).toMatchObject({ kind: 'CUSTOMER', reseller_id: resellerId });
  });

  test('may bear the name of another, and is one by its key', async () => {
    expect(await created('cronwell.admin')).not.toBe(await created('cronwell.admin'));
    const once = () => created('cronwell.admin', { idempotencyKey: 'one-company' });
    const ids = await Promise.all([once(), once(), once(), once()]);
    expect(new Set(ids).size).toBe(1);
  });

  test('that names a reseller whom the creator does not see is refused, and leaves nothing', async () => {
    for (const by of ['cronwell.admin', 'cronwell.reseller'])
      for (const { id } of others(by).slice(by === 'cronwell.admin' ? 1 : 0))
        await leavesNothing(['RESELLER_NOT_FOUND'], () =>
          stage.act(by, accountCreate, { ...company, resellerId: String(id) }),
        );
    await leavesNothing(['NOT_A_RESELLER'], () =>
      stage.act('cronwell.admin', accountCreate, {
        ...{ ...company, resellerId: accountOf('cronwell.customer') },
      }),
    );
    await leavesNothing(['KIND_FORBIDDEN'], () =>
      stage.act('cronwell.reseller', accountCreate, { ...company, kind: 'RESELLER' }),
    );
    await leavesNothing(['COUNTRY_INVALID'], () =>
      stage.act('cronwell.admin', accountCreate, { ...company, country: 'XX' }),
    );
  });

  test.each(['agent', 'customer', 'analyst'])('is not for the %s', async (part) => {
    const before = await stage.trail();
    await expect(created(`cronwell.${part}`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await stage.trail()).toBe(before);
  });
});

describe('an account', () => {
  test('changes by its own people, and is found by its new name', async () => {
    const accountId = accountOf('cronwell.customer');
    const before = await rowOf(accountId);
    const input = { accountId, name: 'Renamed & Söner', idempotencyKey: 'rename' };
    const done = { done: true, result: { accountId } };
    expect(await stage.act('cronwell.customer', accountUpdate, input)).toEqual(done);
    expect(await rowOf(accountId)).toEqual({
      ...{ ...before, name: 'Renamed & Söner', name_key: 'renamed & söner' },
    });
    const { entry, events } = await stage.left();
    expect(entry['changes']).toEqual([
      { objectId: accountId, field: 'name', from: before?.['name'], to: 'Renamed & Söner' },
    ]);
    expect(events).toMatchObject([
      { type: 'account.changed', aggregate: accountId, payload: { id: accountId, name: 'Renamed & Söner' } },
    ]);
    const trail = await stage.trail();
    expect(await stage.act('cronwell.customer', accountUpdate, input)).toEqual(done);
    expect(await stage.trail()).toBe(trail);
    await leavesNothing(['NOTHING_CHANGED'], () =>
      stage.act('cronwell.agent', accountUpdate, { accountId, name: 'Renamed & Söner' }),
    );
  });

  test('changes once where two ask for the same at once', async () => {
    const accountId = accountOf('cronwell.customer');
    const ask = () => stage.act('cronwell.reseller', accountUpdate, { accountId, country: 'NO' });
    const outcomes = await Promise.all([ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'NOTHING_CHANGED' }] });
  });

  test('of others is not there', async () => {
    for (const by of ['cronwell.customer', 'cronwell.reseller', 'cronwell.partner'])
      for (const { id } of others(by))
        await leavesNothing(['ACCOUNT_NOT_FOUND'], () =>
          stage.act(by, accountUpdate, { accountId: String(id), name: 'X' }),
        );
  });
});
