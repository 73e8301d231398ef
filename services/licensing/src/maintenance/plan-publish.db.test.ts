import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { planPublish, type PlanPublish } from './plan-publish.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

const versionsOf = async (planId: string) => {
  const { rows } = await stage.owner.query<{ version: number; policy: object }>(
    'select version, policy from maintenance_plan_version where plan_id = $1 order by version',
    [planId],
  );
  return rows;
};

function planOf(tenant: string): string {
  const { vendorId } = stage.roleOf(`${tenant}.admin`);
  const row = (stage.world.licensing['maintenance_plan'] ?? []).find((one) => one['vendor_id'] === vendorId);
  return String(row?.['id']);
}

test('a version is added, told whole with those before, and stands in the trail', async () => {
  const planId = planOf('cronwell');
  const before = await versionsOf(planId);
  const policy = JSON.stringify(before.at(-1)?.policy);
  const input = { planId, effectiveOn: '2098-01-01', policy, idempotencyKey: 'publish' };
  const outcome = await stage.act('cronwell.admin', planPublish, input);
  const version = before.length + 1;
  expect(outcome).toEqual({ done: true, result: { planId, version: String(version) } });
  expect(await versionsOf(planId)).toEqual([...before, { version, policy: before.at(-1)?.policy }]);
  const { entry, events } = await stage.left();
  expect(entry).toMatchObject({
    act: 'planPublish',
    object_ids: expect.arrayContaining([planId]) as unknown,
  });
  expect(events).toMatchObject([{ type: 'plan.changed', aggregate: planId, payload: { id: planId } }]);
  expect(await stage.act('cronwell.admin', planPublish, input)).toEqual(outcome);
  expect(await versionsOf(planId)).toHaveLength(version);
});

test('two at once: one comes later than the other and is refused', async () => {
  const planId = planOf('tubeworks');
  const policy = JSON.stringify((await versionsOf(planId)).at(-1)?.policy);
  const ask = () => stage.act('tubeworks.admin', planPublish, { planId, effectiveOn: '2098-01-01', policy });
  const outcomes = await Promise.all([ask(), ask()]);
  expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'EFFECTIVE_NOT_LATER' }] });
});

test('refused, it leaves nothing; of another vendor it is not there; and nobody else may', async () => {
  const planId = planOf('cronwell');
  const policy = JSON.stringify((await versionsOf(planId)).at(-1)?.policy);
  const before = await stage.trail();
  const input: PlanPublish = { planId, effectiveOn: '2099-01-01', policy };
  expect(await stage.act('tubeworks.admin', planPublish, input)).toMatchObject({
    refusals: [{ code: 'PLAN_NOT_FOUND' }],
  });
  expect(await stage.act('cronwell.admin', planPublish, { ...input, policy: '{}' })).toMatchObject({
    done: false,
  });
  for (const name of ['cronwell.agent', 'cronwell.customer', 'cronwell.reseller', 'cronwell.analyst'])
    await expect(stage.act(name, planPublish, input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await stage.trail()).toBe(before);
});
