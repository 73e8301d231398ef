import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { siteCreate, type SiteCreate } from './site-create.js';
import type { SiteMembership } from './site-member.js';
import { siteMemberAdd } from './site-member-add.js';
import { siteMemberRemove } from './site-member-remove.js';
import { siteRename } from './site-rename.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

const customer = 'cronwell.customer';
const today = '2026-11-02';

/** A member that is there, of a site whose account the customer is not unless told. */
function member(own: boolean): Row {
  const { accountId, vendorId } = stage.roleOf(customer);
  const found = (stage.world.licensing['site_member'] ?? []).find(
    (row) =>
      row['vendor_id'] === vendorId && (row['account_id'] === accountId) === own && row['left_on'] === null,
  );
  if (found === undefined) throw new Error('The demo has no such member.');
  return found;
}

function productOf(siteId: unknown): string {
  return String((stage.world.licensing['site'] ?? []).find((row) => row['id'] === siteId)?.['product_id']);
}

async function licenseOf(id: unknown): Promise<Row | undefined> {
  return (await stage.rows('license')).find((row) => row['id'] === id);
}

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const look = async () => [await stage.trail(), await stage.rows('site'), await stage.rows('site_member')];
  const before = await look();
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect(await look()).toEqual(before);
}

async function newSite(name: string): Promise<string> {
  const { accountId } = stage.roleOf(customer);
  const input: SiteCreate = {
    accountId: String(accountId),
    productId: productOf(member(true)['site_id']),
    name,
  };
  const outcome = await stage.act(customer, siteCreate, input);
  return outcome.done ? String(outcome.result['siteId']) : JSON.stringify(outcome.refusals);
}

describe('a site', () => {
  test('is made once by its name, and takes another', async () => {
    const ids = await Promise.all([newSite('Harbor'), newSite('HARBOR ')]);
    const siteId = ids.find((id) => id.startsWith('sit_')) ?? 'none';
    expect(ids.filter((id) => id.includes('NAME_TAKEN'))).toHaveLength(1);
    expect(await stage.act(customer, siteRename, { siteId, name: 'harbor north' })).toMatchObject({
      done: true,
    });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'siteRename', changes: [{ objectId: siteId, to: 'harbor north' }] });
    expect(events).toMatchObject([{ type: 'site.changed', aggregate: siteId }]);
    await leavesNothing(['NOTHING_CHANGED'], () =>
      stage.act(customer, siteRename, { siteId, name: 'harbor north' }),
    );
    await leavesNothing(['NAME_INVALID'], () => stage.act(customer, siteRename, { siteId, name: ' ' }));
  });

  test('of others is not there', async () => {
    const { site_id: siteId, license_id: licenseId, account_id: accountId } = member(false);
    const asked: SiteMembership = { siteId: String(siteId), licenseId: String(licenseId) };
    await leavesNothing(['SITE_NOT_FOUND'], () =>
      stage.act(customer, siteRename, { siteId: asked.siteId, name: 'X' }),
    );
    await leavesNothing(['SITE_NOT_FOUND'], () => stage.act(customer, siteMemberAdd, asked));
    await leavesNothing(['SITE_NOT_FOUND'], () => stage.act(customer, siteMemberRemove, asked));
    await leavesNothing(['ACCOUNT_NOT_FOUND'], () =>
      stage.act(customer, siteCreate, {
        ...{ accountId: String(accountId), productId: productOf(siteId), name: 'X' },
      }),
    );
    await leavesNothing(['LICENSE_NOT_FOUND'], () =>
      stage.act(customer, siteMemberAdd, {
        ...{ siteId: String(member(true)['site_id']), licenseId: asked.licenseId },
      }),
    );
  });
});

describe('a member', () => {
  test('leaves today and joins again today: its cover ends, and comes back', async () => {
    const { site_id: siteId, license_id: licenseId } = member(true);
    const asked: SiteMembership = { siteId: String(siteId), licenseId: String(licenseId) };
    const before = await licenseOf(licenseId);
    const leave = { ...asked, idempotencyKey: 'leave' };
    const done = await stage.act(customer, siteMemberRemove, leave);
    expect(done).toMatchObject({ done: true });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'siteMemberRemove', changes: [{ field: 'leftOn', to: today }] });
    expect((await licenseOf(licenseId))?.['covered_until']).not.toEqual(before?.['covered_until']);
    expect(events.map(({ type }) => type)).toEqual(['site.memberRemoved', 'license.covered']);
    const trail = await stage.trail();
    expect(await stage.act(customer, siteMemberRemove, leave)).toEqual(done);
    expect(await stage.trail()).toBe(trail);
    await leavesNothing(['NOT_A_MEMBER'], () => stage.act(customer, siteMemberRemove, asked));

    const outcomes = await Promise.all([
      stage.act(customer, siteMemberAdd, asked),
      stage.act('cronwell.agent', siteMemberAdd, asked),
    ]);
    expect(outcomes.filter((outcome) => outcome.done)).toHaveLength(1);
    expect(outcomes.find((outcome) => !outcome.done)).toMatchObject({
      refusals: [{ code: 'ALREADY_MEMBER' }],
    });
    expect((await licenseOf(licenseId))?.['covered_until']).toEqual(before?.['covered_until']);
  });

  test('is at one site at a time', async () => {
    const { site_id: siteId, license_id: licenseId } = member(true);
    const other = await newSite('Second');
    const asked: SiteMembership = { siteId: other, licenseId: String(licenseId) };
    const refused = await stage.act(customer, siteMemberAdd, asked);
    expect(refused).toMatchObject({ refusals: [{ code: 'AT_ANOTHER_SITE', facts: { siteId } }] });
    await leavesNothing(['AT_ANOTHER_SITE'], () => stage.act(customer, siteMemberAdd, asked));
  });
});
