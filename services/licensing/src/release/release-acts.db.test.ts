import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { releasePublish } from './release-publish.js';
import { releaseYank } from './release-yank.js';

let stage: Stage;
let productId: string;
let made = 0;

beforeAll(async () => {
  stage = await openStage('licensing');
  productId = ofVendor('product', true);
});
afterAll(() => stage.close());

/** Some row of Cronwell's, or of another vendor. */
function ofVendor(table: string, own: boolean): string {
  const { vendorId } = stage.roleOf('cronwell.admin');
  const row = (stage.world.licensing[table] ?? []).find((one) => (one['vendor_id'] === vendorId) === own);
  return String(row?.['id']);
}

const next = () => {
  made += 1;
  return `9000.0.${String(made)}`;
};

const rowOf = async (id: unknown) => (await stage.rows('release')).find((row) => row['id'] === id);
const revision = async () =>
  Number((await stage.rows('product')).find(({ id }) => id === productId)?.['catalog_revision']);

async function published(): Promise<string> {
  const outcome = await stage.act('cronwell.admin', releasePublish, { productId, version: next() });
  return outcome.done ? String(outcome.result['releaseId']) : 'nothing';
}

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('release'), await stage.rows('product')];
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('release'), await stage.rows('product')]).toEqual(before);
}

describe('a release', () => {
  test('is published once by its key: with its entry, its event, and a revision that has risen', async () => {
    const before = await revision();
    const version = `${next()}-rc.1`;
    const input = { productId, version, releasedAt: '2026-10-01T08:00:00.123456Z', idempotencyKey: version };
    const outcome = await stage.act('cronwell.admin', releasePublish, input);
    expect(outcome).toMatchObject({ done: true, result: { productId } });
    const releaseId = outcome.done ? outcome.result['releaseId'] : null;
    expect(await rowOf(releaseId)).toMatchObject({
      ...{ version, major: 9000, prerelease: true, yanked_at: null, product_id: productId },
      released_at: new Date('2026-10-01T08:00:00.123Z'),
    });
    expect(await revision()).toBe(before + 1);
    const facts = { version, prerelease: true, releasedAt: '2026-10-01T08:00:00.123Z' };
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'releasePublish', account_id: null });
    expect(entry['changes']).toEqual(
      Object.entries(facts).map(([field, to]) => ({ objectId: releaseId, field, to })),
    );
    expect(events).toEqual([
      { type: 'release.published', aggregate: productId, payload: { productId, releaseId, ...facts } },
      { type: 'product.changed', aggregate: productId, payload: expect.objectContaining({ id: productId }) },
    ]);
    expect(events[1]?.['payload']).toMatchObject({
      releases: expect.arrayContaining([
        { version, releasedAt: '2026-10-01T08:00:00.123+00:00', yankedAt: null },
      ]),
    });
    expect(await stage.act('cronwell.admin', releasePublish, input)).toEqual(outcome);
    expect(await revision()).toBe(before + 1);
  });

  test('is published once, also by two at once', async () => {
    const version = next();
    const ask = () => stage.act('cronwell.admin', releasePublish, { productId, version });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'VERSION_EXISTS' }] });
  });

  test('that is there, or to come, is refused and changes nothing', async () => {
    const row = await rowOf(await published());
    const version = String(row?.['version']);
    await leavesNothing(['VERSION_EXISTS'], () =>
      stage.act('cronwell.admin', releasePublish, { productId, version }),
    );
    await leavesNothing(['RELEASED_IN_FUTURE'], () =>
      stage.act('cronwell.admin', releasePublish, {
        ...{ productId, version: next(), releasedAt: '2026-11-02T12:00:01Z' },
      }),
    );
  });

  test('is yanked once, with its reason, and stays known', async () => {
    const releaseId = await published();
    const before = await revision();
    const input = { releaseId, reason: 'crashes at start', idempotencyKey: releaseId };
    expect(await stage.act('cronwell.admin', releaseYank, input)).toMatchObject({ done: true });
    const row = await rowOf(releaseId);
    expect(row).toMatchObject({ yanked_at: new Date('2026-11-02T12:00:00.000Z') });
    // Once for the row as it was, once for the row as it is.
    expect(await revision()).toBeGreaterThan(before);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'releaseYank', reason: 'crashes at start' });
    expect(events).toMatchObject([
      { type: 'release.yanked', aggregate: productId, payload: { releaseId, version: row?.['version'] } },
      { type: 'product.changed', aggregate: productId },
    ]);
    expect(await stage.act('cronwell.admin', releaseYank, input)).toMatchObject({ done: true });
    await leavesNothing(['RELEASE_YANKED'], () =>
      stage.act('cronwell.admin', releaseYank, { releaseId, reason: 'again' }),
    );
    await leavesNothing(['VERSION_EXISTS'], () =>
      stage.act('cronwell.admin', releasePublish, { productId, version: String(row?.['version']) }),
    );
  });

  test('of another vendor is not there', async () => {
    const foreign = ofVendor('product', false);
    await leavesNothing(['PRODUCT_NOT_FOUND'], () =>
      stage.act('cronwell.admin', releasePublish, { productId: foreign, version: next() }),
    );
    await leavesNothing(['RELEASE_NOT_FOUND'], () =>
      stage.act('cronwell.admin', releaseYank, { releaseId: ofVendor('release', false), reason: 'tried' }),
    );
  });

  test.each(['cronwell.agent', 'cronwell.reseller', 'cronwell.customer', 'cronwell.partner'])(
    'is nothing that %s publishes or yanks',
    async (name) => {
      const before = await stage.trail();
      for (const asked of [
        stage.act(name, releasePublish, { productId, version: next() }),
        stage.act(name, releaseYank, { releaseId: ofVendor('release', true), reason: 'tried' }),
      ])
        await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect(await stage.trail()).toBe(before);
    },
  );
});
