import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { coverCorrect } from './cover-correct.js';
import { refreshCoveredUntil } from '../license/covered-until.js';

let stage: Stage;
const taken = new Set<unknown>();
const reason = 'typed wrongly';

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

/** A last period of a tenant's license, site or contract that no other test has had. */
function lastPeriod(kind: string, tenant = 'cronwell'): Row {
  const { vendorId } = stage.roleOf(`${tenant}.admin`);
  const rows = (stage.world.licensing['coverage_period'] ?? []).filter(
    (row) => row['vendor_id'] === vendorId && row['subject_kind'] === kind && !taken.has(row['subject_id']),
  );
  const ends = Map.groupBy(rows, (row) => row['subject_id']);
  const [subject, periods = []] = [...ends].find(([, all]) => all.length > 1) ?? [];
  const last = periods.toSorted((one, other) =>
    String(one['starts_on']) < String(other['starts_on']) ? 1 : -1,
  )[0];
  if (last === undefined) throw new Error(`${tenant} has no ${kind} with cover left.`);
  taken.add(subject);
  return last;
}

const query = async (text: string, values: unknown[]) => (await stage.owner.query<Row>(text, values)).rows[0];
const daysOf = (id: unknown) =>
  query(
    `select starts_on::text, expires_on::text, counted_from::text, anchor_day from coverage_period where id = $1`,
    [id],
  );
const untilOf = async (id: unknown) =>
  (await query('select covered_until::text as until from license where id = $1', [id]))?.['until'];

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('coverage_period')];
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('coverage_period')]).toEqual(before);
}

describe('a correction of cover', () => {
  test('moves an end, once by its key, and the license follows', async () => {
    const row = lastPeriod('LICENSE');
    const licenseId = String(row['subject_id']);
    const periodId = String(row['id']);
    const input = {
      kind: 'MOVE',
      periodId,
      expiresOn: '2031-05-17',
      reason,
      idempotencyKey: periodId,
    } as const;
    expect(await stage.act('cronwell.admin', coverCorrect, input)).toEqual({
      ...{ done: true, result: { periodId, subjectId: licenseId } },
    });
    expect(await daysOf(periodId)).toEqual({
      ...{ starts_on: row['starts_on'], expires_on: '2031-05-17', counted_from: row['counted_from'] },
      anchor_day: 17,
    });
    expect(await untilOf(licenseId)).toBe('2031-05-17');
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({
      ...{ act: 'coverCorrect', reason, account_id: row['account_id'] },
      decision: { policyVersion: row['plan_version'], warnings: [] },
    });
    expect(entry['changes']).toEqual(
      expect.arrayContaining([
        { objectId: periodId, field: 'expiresOn', from: row['expires_on'], to: '2031-05-17' },
        { objectId: licenseId, field: 'coveredUntil', from: row['expires_on'], to: '2031-05-17' },
      ]),
    );
    expect(events.map(({ type }) => type)).toEqual(['coverage.changed', 'license.covered']);
    expect(events[0]).toMatchObject({
      aggregate: licenseId,
      payload: {
        ...{ subjectKind: 'LICENSE', subjectId: licenseId, licenseIds: [licenseId], periodId },
        ...{ startsOn: row['starts_on'], expiresOn: '2031-05-17' },
        ...{ previousStartsOn: row['starts_on'], previousExpiresOn: row['expires_on'] },
      },
    });
    const before = await stage.trail();
    expect(await stage.act('cronwell.admin', coverCorrect, input)).toMatchObject({ done: true });
    expect(await stage.trail()).toBe(before);
  });

  test('adds a period under the plan of its first day, and removes it again', async () => {
    const subjectId = String(lastPeriod('LICENSE')['subject_id']);
    const until = await untilOf(subjectId);
    const ask = () =>
      stage.act('cronwell.admin', coverCorrect, {
        ...{ kind: 'ADD', subjectId, startsOn: '2040-03-10', expiresOn: '2041-03-10', reason },
      });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'COVER_OVERLAPS' }] });
    const added = outcomes.find(({ done }) => done);
    const periodId = added?.done === true ? String(added.result['periodId']) : '';
    expect(await daysOf(periodId)).toMatchObject({ counted_from: '2040-03-10', anchor_day: 10 });
    expect(await untilOf(subjectId)).toBe('2041-03-10');
    await stage.act('cronwell.admin', coverCorrect, { kind: 'REMOVE', periodId, reason });
    expect(await daysOf(periodId)).toBeUndefined();
    expect(await untilOf(subjectId)).toBe(until);
    expect((await stage.left()).events[0]).toMatchObject({
      payload: { startsOn: null, expiresOn: null, previousExpiresOn: '2041-03-10' },
    });
    await leavesNothing(['PERIOD_NOT_FOUND'], () =>
      stage.act('cronwell.admin', coverCorrect, { kind: 'REMOVE', periodId, reason }),
    );
  });

  test.each([
    ['SITE', 'cronwell', 'site_member', 'site_id', 'left_on'],
    ['CONTRACT', 'deskhaven', 'contract_line', 'contract_id', 'until_on'],
  ])('of a %s reaches every license there', async (...[kind, tenant, table, column, left]) => {
    const row = lastPeriod(kind, tenant);
    const asked = { kind: 'MOVE', periodId: String(row['id']), expiresOn: '2035-01-01', reason } as const;
    expect(await stage.act(`${tenant}.admin`, coverCorrect, asked)).toMatchObject({ done: true });
    const members = (stage.world.licensing[table] ?? []).filter(
      (one) => one[column] === row['subject_id'] && one[left] === null,
    );
    expect(members.length).toBeGreaterThan(0);
    for (const member of members) expect(await untilOf(member['license_id'])).toBe('2035-01-01');
  });

  test('that overlaps is told what stands in the way, and changes nothing', async () => {
    const row = lastPeriod('LICENSE');
    const subjectId = String(row['subject_id']);
    const startsOn = String(row['starts_on']);
    await leavesNothing(['COVER_OVERLAPS'], () =>
      stage.act('cronwell.admin', coverCorrect, {
        ...{ kind: 'ADD', subjectId, startsOn, expiresOn: '2050-01-01', reason },
      }),
    );
  });

  test('is refused where the plan sells no cover', async () => {
    const { vendorId } = stage.roleOf('cartwright.admin');
    const license = (stage.world.licensing['license'] ?? []).find((row) => row['vendor_id'] === vendorId);
    const subjectId = String(license?.['id']);
    await leavesNothing(['SUBJECT_NOT_COVERED'], () =>
      stage.act('cartwright.admin', coverCorrect, {
        ...{ kind: 'ADD', subjectId, startsOn: '2026-01-01', expiresOn: '2027-01-01', reason },
      }),
    );
  });

  test('of another vendor is of nothing, and nothing that an owner may do', async () => {
    const row = lastPeriod('LICENSE');
    const [periodId, subjectId] = [String(row['id']), String(row['subject_id'])];
    const days = { startsOn: '2040-01-01', expiresOn: '2041-01-01' };
    await leavesNothing(['PERIOD_NOT_FOUND'], () =>
      stage.act('tubeworks.admin', coverCorrect, { kind: 'REMOVE', periodId, reason }),
    );
    await leavesNothing(['SUBJECT_NOT_FOUND'], () =>
      stage.act('tubeworks.admin', coverCorrect, { kind: 'ADD', subjectId, ...days, reason }),
    );
    for (const name of ['cronwell.agent', 'cronwell.customer', 'cronwell.reseller'])
      await expect(stage.act(name, coverCorrect, { kind: 'REMOVE', periodId, reason })).rejects.toMatchObject(
        { code: 'FORBIDDEN' },
      );
  });
});

test('the last known end of a license is what the demo has written down', async () => {
  const wanted = await stage.rows('license');
  const before = wanted.map(({ id, covered_until: until }) => [id, until]);
  await refreshCoveredUntil(
    {
      query: async (statement, values) => (await stage.owner.query<never>(statement.text, [...values])).rows,
    },
    wanted.map(({ id }) => String(id)),
  );
  expect((await stage.rows('license')).map(({ id, covered_until: until }) => [id, until])).toEqual(before);
});
