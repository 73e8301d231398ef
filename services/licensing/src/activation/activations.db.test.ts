import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMachineStage, type MachineStage } from '../../../../test/harness/machines.js';
import { meet } from '../../../../test/harness/waiting.js';
import { activationEnd } from './activation-end.js';
import { activationMove } from './activation-move.js';
import { licenseActivate } from './license-activate.js';

let stage: MachineStage;
let machines = 0;

beforeAll(async () => {
  stage = await openMachineStage();
});
afterAll(() => stage.close());

const machine = (): string => {
  machines += 1;
  return `machine ${String(machines)}`;
};

async function uses(licenseId: string): Promise<unknown[]> {
  const { rows } = await stage.owner.query<{ kind: string; object_id: string }>(
    'select kind, object_id from cover_use where license_id = $1',
    [licenseId],
  );
  return rows;
}

const activationsOf = async (licenseId: string) =>
  (await stage.rows('activation')).filter((row) => row['license_id'] === licenseId);

async function activated(
  licenseId: string,
  fingerprint = machine(),
  who = 'cronwell.customer',
): Promise<string> {
  const outcome = await stage.act(who, licenseActivate, { licenseId, fingerprint });
  if (!outcome.done) throw new Error(outcome.refusals.map(({ code }) => code).join());
  return outcome.result['activationId'] ?? '';
}

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('activation')];
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('activation')]).toEqual(before);
}

describe('activating', () => {
  test('is saved with its entry, tells ids alone, and the same key is answered once', async () => {
    const licenseId = await stage.licenseOf();
    const input = {
      licenseId,
      fingerprint: ' aa:bb ',
      name: "Anna's",
      version: '1.2.3',
      idempotencyKey: licenseId,
    };
    const outcome = await stage.act('cronwell.customer', licenseActivate, input);
    const [row] = await activationsOf(licenseId);
    expect(row).toMatchObject({ machine_name: "Anna's", version_seen: '1.2.3', deactivated_at: null });
    expect(outcome).toEqual({ done: true, result: { activationId: row?.['id'], licenseId } });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'licenseActivate', account_id: row?.['account_id'] });
    expect(JSON.stringify([entry, events])).not.toMatch(/Anna|aa:bb/);
    expect(events).toMatchObject([{ type: 'activation.started', aggregate: licenseId }]);
    expect(await stage.act('cronwell.customer', licenseActivate, input)).toEqual(outcome);
    expect(await activationsOf(licenseId)).toHaveLength(1);
  });

  test('the same fingerprint is the same seat, however often', async () => {
    const licenseId = await stage.licenseOf();
    const id = await activated(licenseId, 'one');
    expect(await activated(licenseId, ' one ')).toBe(id);
    expect(await activationsOf(licenseId)).toHaveLength(1);
  });

  test('two who want the last seat: one gets it', async () => {
    const licenseId = await stage.licenseOf({ seats: 2 });
    await activated(licenseId);
    const ask = () => stage.act('cronwell.customer', licenseActivate, { licenseId, fingerprint: machine() });
    const product = () => stage.asProduct(licenseId, licenseActivate, { fingerprint: machine() });
    const wanting = [ask, product, ask, product];
    const outcomes = await meet(stage.owner, { table: 'license', id: licenseId }, wanting);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.flatMap((one) => (one.done ? [] : one.refusals.map(({ code }) => code)))).toEqual(
      Array.from({ length: 3 }, () => 'TOO_MANY_MACHINES'),
    );
  });

  test('what counts users or sites has no limit of machines', async () => {
    const licenseId = await stage.licenseOf({ metric: 'USERS' });
    await activated(licenseId);
    await activated(licenseId);
    expect(await activationsOf(licenseId)).toHaveLength(2);
  });

  test.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['501 characters', 'x'.repeat(501)],
  ])('a fingerprint of %s is refused, naming the field', async (_, fingerprint) => {
    const licenseId = await stage.licenseOf();
    const outcome = await stage.act('cronwell.customer', licenseActivate, { licenseId, fingerprint });
    expect(outcome).toMatchObject({ refusals: [{ code: 'FINGERPRINT_INVALID', field: ['fingerprint'] }] });
  });

  test('a license that is not one of whoever asks is not there', async () => {
    const foreign = (stage.world.licensing['license'] ?? []).find(
      (row) => row['account_id'] !== stage.roleOf('cronwell.customer').accountId,
    );
    const input = { licenseId: String(foreign?.['id']), fingerprint: machine() };
    await leavesNothing(['LICENSE_NOT_FOUND'], () => stage.act('cronwell.customer', licenseActivate, input));
    await leavesNothing(['LICENSE_NOT_FOUND'], () => stage.asProduct(null, licenseActivate, input));
  });

  test('an analyst may not', async () => {
    await expect(
      stage.act('cronwell.analyst', licenseActivate, {
        licenseId: await stage.licenseOf(),
        fingerprint: machine(),
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('giving up a machine (M7)', () => {
  test('with cover is saved, and a use of it where the plan asks for cover', async () => {
    const licenseId = await stage.licenseOf();
    const activationId = await activated(licenseId);
    const outcome = await stage.act('cronwell.customer', activationEnd, { activationId });
    expect(outcome).toMatchObject({ done: true, result: { activationId, licenseId } });
    expect(await activationsOf(licenseId)).toMatchObject([{ ended_by: 'DEACTIVATED' }]);
    expect(await uses(licenseId)).toEqual([{ kind: 'MOVE', object_id: activationId }]);
  });

  test('without cover is refused, naming the rule; the same machine may be activated again', async () => {
    const licenseId = await stage.licenseOf({ covered: false });
    const activationId = await activated(licenseId, 'same');
    const refused = await stage.act('cronwell.customer', activationEnd, { activationId });
    expect(refused).toMatchObject({
      refusals: [{ code: 'COVER_NEEDED', facts: { rule: 'M7', expiresOn: null } }],
    });
    await leavesNothing(['COVER_NEEDED'], () =>
      stage.act('cronwell.customer', activationMove, { activationId, fingerprint: machine() }),
    );
    await leavesNothing(['COVER_NEEDED'], () =>
      stage.asProduct(licenseId, activationEnd, { fingerprint: 'same' }),
    );
    expect(await activated(licenseId, 'same')).toBe(activationId);
  });

  test('where the plan asks for no cover it is free, and uses none', async () => {
    const licenseId = await stage.licenseOf({ tenant: 'tubeworks', covered: false });
    const activationId = await activated(licenseId, machine(), 'tubeworks.customer');
    expect(await stage.act('tubeworks.customer', activationEnd, { activationId })).toMatchObject({
      done: true,
    });
    expect(await uses(licenseId)).toEqual([]);
  });

  test('a running product gives up its own machine and knows no other', async () => {
    const licenseId = await stage.licenseOf();
    await activated(licenseId, 'its own');
    const other = await activated(await stage.licenseOf());
    await leavesNothing(['MACHINE_UNNAMED'], () => stage.asProduct(licenseId, activationEnd, {}));
    await leavesNothing(['ACTIVATION_NOT_FOUND'], () =>
      stage.asProduct(licenseId, activationEnd, { activationId: other }),
    );
    expect(await stage.asProduct(licenseId, activationEnd, { fingerprint: 'its own' })).toMatchObject({
      done: true,
    });
    expect((await stage.left()).entry).toMatchObject({ actor_kind: 'PRODUCT', actor_id: licenseId });
  });

  test('by two at once is done once', async () => {
    const activationId = await activated(await stage.licenseOf());
    const ask = () => stage.act('cronwell.customer', activationEnd, { activationId });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  });

  test('moving keeps the seat, and a machine that has one already is no place to move to', async () => {
    const licenseId = await stage.licenseOf({ seats: 2 });
    const activationId = await activated(licenseId, 'from');
    await activated(licenseId, 'beside');
    await leavesNothing(['MACHINE_ACTIVATED'], () =>
      stage.act('cronwell.customer', activationMove, { activationId, fingerprint: 'beside' }),
    );
    const moved = await stage.act('cronwell.customer', activationMove, { activationId, fingerprint: 'to' });
    expect(moved).toMatchObject({ done: true });
    const rows = await activationsOf(licenseId);
    // All of one instant, in no order.
    expect(rows.map((row) => String(row['ended_by'])).sort()).toEqual(['MOVED', 'null', 'null']);
    await leavesNothing(['ACTIVATION_ENDED'], () =>
      stage.act('cronwell.customer', activationMove, { activationId, fingerprint: machine() }),
    );
  });

  test("somebody else's machine is not there", async () => {
    const activationId = await activated(await stage.licenseOf());
    for (const name of ['tubeworks.customer', 'tubeworks.admin'])
      await leavesNothing(['ACTIVATION_NOT_FOUND'], () => stage.act(name, activationEnd, { activationId }));
  });
});
