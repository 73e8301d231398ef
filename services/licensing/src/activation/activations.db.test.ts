import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { perform } from '@mainstay/kernel/act/perform';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { activationEnd } from './activation-end.js';
import { activationMove } from './activation-move.js';
import { licenseActivate } from './license-activate.js';

let stage: Stage;
let machines = 0;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

const machine = (): string => {
  machines += 1;
  return `machine ${String(machines)}`;
};

interface Wanted {
  readonly tenant?: string;
  readonly seats?: number;
  readonly covered?: boolean;
  readonly metric?: string;
}

const taken: string[] = [];

/** An active license of the tenant's customer that no other test has had, with cover or without, and so many seats. */
async function licenseOf({
  tenant = 'cronwell',
  seats = 1,
  covered = true,
  metric = 'SERVER',
}: Wanted = {}): Promise<string> {
  const { vendorId, accountId } = stage.roleOf(`${tenant}.customer`);
  const { rows } = await stage.owner.query<{ id: string }>(
    `update license set quantity = $3, metric = $5 where (vendor_id, id) = (
       select l.vendor_id, l.id from license l where l.vendor_id = $1 and l.account_id = $2 and l.status = 'ACTIVE'
         and l.id <> all($4) and not exists (select from site_member m where m.license_id = l.id) limit 1) returning id`,
    [vendorId, accountId, seats, taken, metric],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('No license is left.');
  taken.push(id);
  await stage.owner.query('delete from coverage_period where subject_id = $1', [id]);
  if (covered)
    await stage.owner.query(
      `insert into coverage_period (vendor_id, id, account_id, reseller_id, subject_kind, subject_id, starts_on, expires_on,
         counted_from, anchor_day, plan_id, plan_version, created_at)
       select l.vendor_id, 'cov_' || l.id, l.account_id, l.reseller_id, 'LICENSE', l.id, '2020-01-01', '2099-01-01',
         '2020-01-01', 1, p.plan_id, 1, now() from license l join product p on p.vendor_id = l.vendor_id and p.id = l.product_id
       where l.id = $1`,
      [id],
    );
  return id;
}

/** As the running product that presents the license; without one it presents an unknown code. */
function asProduct<Input extends ActInput, Facts, Code extends string>(
  licenseId: string | null,
  act: Act<Input, Facts, Code>,
  input: Input,
) {
  const viewer = {
    ...stage.viewerOf('cronwell.customer'),
    ...({ role: 'PRODUCT', databaseRole: 'app_product', accountId: null, licenseId } as const),
    ...{ userId: null, membershipId: null },
  };
  const outlet = { consumers: ['support', 'billing'], nudge: () => undefined };
  return perform({ database: stage.database, viewer, outlet }, act, input);
}

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
    const licenseId = await licenseOf();
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
    const licenseId = await licenseOf();
    const id = await activated(licenseId, 'one');
    expect(await activated(licenseId, ' one ')).toBe(id);
    expect(await activationsOf(licenseId)).toHaveLength(1);
  });

  test('two who want the last seat: one gets it', async () => {
    const licenseId = await licenseOf({ seats: 2 });
    await activated(licenseId);
    const ask = () => stage.act('cronwell.customer', licenseActivate, { licenseId, fingerprint: machine() });
    const product = () => asProduct(licenseId, licenseActivate, { fingerprint: machine() });
    const outcomes = await Promise.all([ask(), product(), ask(), product()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.flatMap((one) => (one.done ? [] : one.refusals.map(({ code }) => code)))).toEqual(
      Array.from({ length: 3 }, () => 'TOO_MANY_MACHINES'),
    );
  });

  test('what counts users or sites has no limit of machines', async () => {
    const licenseId = await licenseOf({ metric: 'USERS' });
    await activated(licenseId);
    await activated(licenseId);
    expect(await activationsOf(licenseId)).toHaveLength(2);
  });

  test.each(['', '   ', 'x'.repeat(501)])(
    'a fingerprint of %j is refused, naming the field',
    async (fingerprint) => {
      const licenseId = await licenseOf();
      const outcome = await stage.act('cronwell.customer', licenseActivate, { licenseId, fingerprint });
      expect(outcome).toMatchObject({ refusals: [{ code: 'FINGERPRINT_INVALID', field: ['fingerprint'] }] });
    },
  );

  test('a license that is not one of whoever asks is not there', async () => {
    const foreign = (stage.world.licensing['license'] ?? []).find(
      (row) => row['account_id'] !== stage.roleOf('cronwell.customer').accountId,
    );
    const input = { licenseId: String(foreign?.['id']), fingerprint: machine() };
    await leavesNothing(['LICENSE_NOT_FOUND'], () => stage.act('cronwell.customer', licenseActivate, input));
    await leavesNothing(['LICENSE_NOT_FOUND'], () => asProduct(null, licenseActivate, input));
  });

  test('an analyst may not', async () => {
    await expect(
      stage.act('cronwell.analyst', licenseActivate, {
        licenseId: await licenseOf(),
        fingerprint: machine(),
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('giving up a machine (M7)', () => {
  test('with cover is saved, and a use of it where the plan asks for cover', async () => {
    const licenseId = await licenseOf();
    const activationId = await activated(licenseId);
    const outcome = await stage.act('cronwell.customer', activationEnd, { activationId });
    expect(outcome).toMatchObject({ done: true, result: { activationId, licenseId } });
    expect(await activationsOf(licenseId)).toMatchObject([{ ended_by: 'DEACTIVATED' }]);
    expect(await uses(licenseId)).toEqual([{ kind: 'MOVE', object_id: activationId }]);
  });

  test('without cover is refused, naming the rule; the same machine may be activated again', async () => {
    const licenseId = await licenseOf({ covered: false });
    const activationId = await activated(licenseId, 'same');
    const refused = await stage.act('cronwell.customer', activationEnd, { activationId });
    expect(refused).toMatchObject({
      refusals: [{ code: 'COVER_NEEDED', facts: { rule: 'M7', expiresOn: null } }],
    });
    await leavesNothing(['COVER_NEEDED'], () =>
      stage.act('cronwell.customer', activationMove, { activationId, fingerprint: machine() }),
    );
    await leavesNothing(['COVER_NEEDED'], () => asProduct(licenseId, activationEnd, { fingerprint: 'same' }));
    expect(await activated(licenseId, 'same')).toBe(activationId);
  });

  test('where the plan asks for no cover it is free, and uses none', async () => {
    const licenseId = await licenseOf({ tenant: 'tubeworks', covered: false });
    const activationId = await activated(licenseId, machine(), 'tubeworks.customer');
    expect(await stage.act('tubeworks.customer', activationEnd, { activationId })).toMatchObject({
      done: true,
    });
    expect(await uses(licenseId)).toEqual([]);
  });

  test('a running product gives up its own machine and knows no other', async () => {
    const licenseId = await licenseOf();
    await activated(licenseId, 'its own');
    const other = await activated(await licenseOf());
    await leavesNothing(['MACHINE_UNNAMED'], () => asProduct(licenseId, activationEnd, {}));
    await leavesNothing(['ACTIVATION_NOT_FOUND'], () =>
      asProduct(licenseId, activationEnd, { activationId: other }),
    );
    expect(await asProduct(licenseId, activationEnd, { fingerprint: 'its own' })).toMatchObject({
      done: true,
    });
    expect((await stage.left()).entry).toMatchObject({ actor_kind: 'PRODUCT', actor_id: licenseId });
  });

  test('by two at once is done once', async () => {
    const activationId = await activated(await licenseOf());
    const ask = () => stage.act('cronwell.customer', activationEnd, { activationId });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  });

  test('moving keeps the seat, and a machine that has one already is no place to move to', async () => {
    const licenseId = await licenseOf({ seats: 2 });
    const activationId = await activated(licenseId, 'from');
    await activated(licenseId, 'beside');
    await leavesNothing(['MACHINE_ACTIVATED'], () =>
      stage.act('cronwell.customer', activationMove, { activationId, fingerprint: 'beside' }),
    );
    const moved = await stage.act('cronwell.customer', activationMove, { activationId, fingerprint: 'to' });
    expect(moved).toMatchObject({ done: true });
    const rows = await activationsOf(licenseId);
    expect(rows.map((row) => row['ended_by'])).toEqual(['MOVED', null, null]);
    await leavesNothing(['ACTIVATION_ENDED'], () =>
      stage.act('cronwell.customer', activationMove, { activationId, fingerprint: machine() }),
    );
  });

  test("somebody else's machine is not there", async () => {
    const activationId = await activated(await licenseOf());
    for (const name of ['tubeworks.customer', 'tubeworks.admin'])
      await leavesNothing(['ACTIVATION_NOT_FOUND'], () => stage.act(name, activationEnd, { activationId }));
  });
});
