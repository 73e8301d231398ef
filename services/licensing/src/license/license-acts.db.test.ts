import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import type { Act } from '@mainstay/kernel/act/act';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import type { StandingCode } from './license-acts.rules.js';
import { licensePrereleasesSet } from './license-prereleases-set.js';
import { licenseReinstate, licenseRevoke, licenseSuspend, type StandingInput } from './license-standing.js';
import type { LockedLicense } from './lock-license.js';

let stage: Stage;
const taken = new Set<Row>();

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

/** A license of the customer that no other test has had. */
function licenseOf(status: string): string {
  const { vendorId, accountId } = stage.roleOf('cronwell.customer');
  const row = (stage.world.licensing['license'] ?? []).find(
    (one) =>
      one['vendor_id'] === vendorId &&
      one['account_id'] === accountId &&
      one['status'] === status &&
      !taken.has(one),
  );
  if (row === undefined) throw new Error(`No ${status} license is left.`);
  taken.add(row);
  return String(row['id']);
}

const rowOf = async (id: string) => (await stage.rows('license')).find((row) => row['id'] === id);

/** Licenses that somebody of Cronwell does not see: of another vendor, and for a customer of a neighbor too. */
function hiddenFrom(name: string): string[] {
  const { vendorId, accountId } = stage.roleOf(name);
  const rows = stage.world.licensing['license'] ?? [];
  const hidden = [
    rows.find((row) => row['vendor_id'] !== vendorId),
    rows.find(
      (row) => row['vendor_id'] === vendorId && accountId !== null && row['account_id'] !== accountId,
    ),
  ];
  return hidden.filter((row) => row !== undefined).map((row) => String(row['id']));
}

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('license')];
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('license')]).toEqual(before);
}

describe('opting in to pre-releases', () => {
  test('is saved with its entry and told', async () => {
    const licenseId = licenseOf('ACTIVE');
    const optIn = (await rowOf(licenseId))?.['prereleases'] === false;
    const input = { licenseId, optIn, idempotencyKey: `opt-${licenseId}` };
    expect(await stage.act('cronwell.customer', licensePrereleasesSet, input)).toEqual({
      ...{ done: true, result: { licenseId } },
    });
    expect(await rowOf(licenseId)).toMatchObject({ prereleases: optIn });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({
      ...{ act: 'licensePrereleasesSet', account_id: stage.roleOf('cronwell.customer').accountId },
      changes: [{ objectId: licenseId, field: 'prereleases', from: !optIn, to: optIn }],
    });
    expect(events).toMatchObject([{ type: 'license.changed', aggregate: licenseId }]);
    const before = await stage.trail();
    expect(await stage.act('cronwell.customer', licensePrereleasesSet, input)).toMatchObject({ done: true });
    expect(await stage.trail()).toBe(before);
  });

  test('is refused for a revoked license, and where nothing would change', async () => {
    const revoked = licenseOf('REVOKED');
    const active = licenseOf('ACTIVE');
    const optIn = (await rowOf(active))?.['prereleases'] === true;
    await leavesNothing(['LICENSE_REVOKED'], () =>
      stage.act('cronwell.admin', licensePrereleasesSet, { licenseId: revoked, optIn: true }),
    );
    await leavesNothing(['NOTHING_CHANGED'], () =>
      stage.act('cronwell.admin', licensePrereleasesSet, { licenseId: active, optIn }),
    );
  });

  test('by two at once is done once', async () => {
    const licenseId = licenseOf('ACTIVE');
    const optIn = (await rowOf(licenseId))?.['prereleases'] === false;
    const ask = () => stage.act('cronwell.customer', licensePrereleasesSet, { licenseId, optIn });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  });

  test.each(['cronwell.customer', 'cronwell.admin'])('of what %s does not see is not there', async (name) => {
    for (const licenseId of hiddenFrom(name))
      await leavesNothing(['LICENSE_NOT_FOUND'], () =>
        stage.act(name, licensePrereleasesSet, { licenseId, optIn: true }),
      );
  });

  test.each(['cronwell.agent', 'cronwell.analyst'])('is nothing that %s may do', async (name) => {
    const before = await stage.trail();
    await expect(
      stage.act(name, licensePrereleasesSet, { licenseId: licenseOf('ACTIVE'), optIn: true }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await stage.trail()).toBe(before);
  });
});

interface StandingTried {
  readonly act: Act<StandingInput, LockedLicense | null, StandingCode>;
  readonly from: string;
  readonly to: string;
  readonly told: string;
  /** How a second time is refused. */
  readonly refused: string;
}

const standings: readonly StandingTried[] = [
  { act: licenseRevoke, from: 'ACTIVE', to: 'REVOKED', told: 'license.revoked', refused: 'LICENSE_REVOKED' },
  {
    act: licenseRevoke,
    from: 'SUSPENDED',
    to: 'REVOKED',
    told: 'license.revoked',
    refused: 'LICENSE_REVOKED',
  },
  {
    act: licenseSuspend,
    from: 'ACTIVE',
    to: 'SUSPENDED',
    told: 'license.suspended',
    refused: 'LICENSE_SUSPENDED',
  },
  {
    act: licenseReinstate,
    from: 'SUSPENDED',
    to: 'ACTIVE',
    told: 'license.reinstated',
    refused: 'LICENSE_NOT_SUSPENDED',
  },
];

describe.each(standings)('$act.name', ({ act, from, to, told, refused }) => {
  test(`leads from ${from} to ${to}, once, with its reason`, async () => {
    const licenseId = licenseOf(from);
    const input = { licenseId, reason: 'as agreed', idempotencyKey: `${from}-${act.name}` };
    expect(await stage.act('cronwell.admin', act, input)).toMatchObject({ done: true });
    expect(await rowOf(licenseId)).toMatchObject({ status: to });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: act.name, reason: 'as agreed' });
    expect(entry['changes']).toContainEqual({ objectId: licenseId, field: 'status', from, to });
    expect(events).toMatchObject([{ type: told, aggregate: licenseId, payload: { status: to } }]);
    const before = await stage.trail();
    expect(await stage.act('cronwell.admin', act, input)).toMatchObject({ done: true });
    expect(await stage.trail()).toBe(before);
    await leavesNothing([refused], () => stage.act('cronwell.admin', act, { licenseId, reason: 'again' }));
  });

  test('says why, and is nothing that another vendor or an owner may do', async () => {
    const licenseId = licenseOf('ACTIVE');
    await leavesNothing(['REASON_INVALID'], () =>
      stage.act('cronwell.admin', act, { licenseId, reason: ' ' }),
    );
    await leavesNothing(['LICENSE_NOT_FOUND'], () =>
      stage.act('deskhaven.admin', act, { licenseId, reason: 'as agreed' }),
    );
    await expect(
      stage.act('cronwell.customer', act, { licenseId, reason: 'as agreed' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

test('of several who suspend a license at once, one does', async () => {
  const licenseId = licenseOf('ACTIVE');
  const ask = () => stage.act('cronwell.admin', licenseSuspend, { licenseId, reason: 'at once' });
  const outcomes = await Promise.all([ask(), ask(), ask()]);
  expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
});
