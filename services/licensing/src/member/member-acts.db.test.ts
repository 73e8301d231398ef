import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '@mainstay/kernel/act/act';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { meet } from '../../../../test/harness/waiting.js';
import { memberInvite } from './member-invite.js';
import { membershipEnd } from './membership-end.js';
import { membershipGrant } from './membership-grant.js';

let stage: Stage;
let invited = 0;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

const issuer = 'https://issuer.example.com';
const accountOf = (name: string) => String(stage.roleOf(name).accountId);
const rowOf = async (table: string, id: unknown) => (await stage.rows(table)).find((row) => row['id'] === id);
const somebody = () => {
  invited += 1;
  return { issuer, subject: `invited-${String(invited)}` };
};

function idOf(outcome: Outcome<string>): string {
  if (!outcome.done) throw new Error(`Refused: ${outcome.refusals.map(({ code }) => code).join()}`);
  return String(outcome.result['membershipId']);
}

function membershipOf(name: string): string {
  const { by } = stage.roleOf(name);
  return by.kind === 'token' ? String(by.membershipId) : '';
}

async function leavesNothing(codes: string[], act: () => Promise<Outcome<string>>): Promise<void> {
  const state = async () => [
    await stage.trail(),
    await stage.rows('membership'),
    await stage.rows('app_user'),
  ];
  const before = await state();
  expect(await act()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect(await state()).toEqual(before);
}

describe('an invited person', () => {
  test('is a user with a membership, which the others are told', async () => {
    const who = somebody();
    const id = idOf(await stage.act('cronwell.customer', memberInvite, { ...who, role: 'CUSTOMER' }));
    const accountId = accountOf('cronwell.customer');
    const row = await rowOf('membership', id);
    expect(row).toMatchObject({ role: 'CUSTOMER', account_id: accountId, ends_at: null });
    expect(await rowOf('app_user', row?.['user_id'])).toMatchObject(who);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'memberInvite', account_id: accountId });
    expect(events).toMatchObject([
      {
        type: 'membership.granted',
        aggregate: id,
        payload: { membershipId: id, role: 'CUSTOMER', accountId },
      },
    ]);
    // A person is told by reference alone.
    expect(JSON.stringify([entry, events])).not.toContain(who.subject);
  });

  test('is invited once, however many do at once, and again by the same key', async () => {
    const asked = { ...somebody(), role: 'CUSTOMER' } as const;
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => stage.act('cronwell.customer', memberInvite, asked)),
    );
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'ALREADY_MEMBER' }] });
    const keyed = { ...somebody(), role: 'CUSTOMER', idempotencyKey: 'k1' } as const;
    const first = await stage.act('cronwell.customer', memberInvite, keyed);
    expect(await stage.act('cronwell.customer', memberInvite, keyed)).toEqual(first);
  });

  test('whom the vendor knew before is the same user, which nobody is told', async () => {
    const who = somebody();
    const atVendor = idOf(await stage.act('cronwell.admin', memberInvite, { ...who, role: 'ANALYST' }));
    const outcome = await stage.act('cronwell.customer', memberInvite, { ...who, role: 'CUSTOMER' });
    expect(Object.keys(outcome.done ? outcome.result : {})).toEqual(['membershipId']);
    const rows = [await rowOf('membership', atVendor), await rowOf('membership', idOf(outcome))];
    expect(new Set(rows.map((row) => row?.['user_id'])).size).toBe(1);
    const elsewhere = idOf(await stage.act('deskhaven.admin', memberInvite, { ...who, role: 'ANALYST' }));
    expect((await rowOf('membership', elsewhere))?.['user_id']).not.toBe(rows[0]?.['user_id']);
  });

  test('is of no account beyond one, and in no role beyond it', async () => {
    const accounts = stage.world.licensing['account'] ?? [];
    const { vendorId, accountId } = stage.roleOf('cronwell.reseller');
    const others = [
      accounts.find((row) => row['reseller_id'] === accountId && row['id'] !== accountId),
      accounts.find((row) => row['vendor_id'] === vendorId && row['reseller_id'] !== accountId),
      accounts.find((row) => row['vendor_id'] !== vendorId),
    ];
    const who = somebody();
    for (const other of others)
      await leavesNothing(['ACCOUNT_NOT_FOUND'], () =>
        stage.act('cronwell.reseller', memberInvite, {
          ...{ ...who, role: 'CUSTOMER', accountId: String(other?.['id']) },
        }),
      );
    for (const name of ['cronwell.reseller', 'cronwell.customer'])
      await leavesNothing(['ROLE_BEYOND_YOURS'], () =>
        stage.act(name, memberInvite, { ...who, role: 'VENDOR_ADMIN' }),
      );
    await leavesNothing(['ROLE_NOT_OF_ACCOUNT'], () =>
      stage.act('cronwell.customer', memberInvite, { ...who, role: 'RESELLER' }),
    );
  });

  test.each(['partner', 'agent', 'analyst'])('is none of a %s', async (part) => {
    await expect(
      stage.act(`cronwell.${part}`, memberInvite, { ...somebody(), role: 'CUSTOMER' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a membership', () => {
  test('ends at once, is ended once, and may be granted again', async () => {
    const membershipId = idOf(
      await stage.act('cronwell.customer', memberInvite, { ...somebody(), role: 'CUSTOMER' }),
    );
    await leavesNothing(['ALREADY_MEMBER'], () =>
      stage.act('cronwell.customer', membershipGrant, { membershipId, role: 'CUSTOMER' }),
    );
    const ends = await Promise.all(
      [1, 2].map(() => stage.act('cronwell.customer', membershipEnd, { membershipId })),
    );
    expect(ends.filter(({ done }) => done)).toHaveLength(1);
    expect((await stage.left()).events).toMatchObject([
      { type: 'membership.ended', aggregate: membershipId },
    ]);
    const ended = await rowOf('membership', membershipId);
    expect(ended?.['ends_at']).toEqual(ended?.['starts_at']);
    await leavesNothing(['ALREADY_ENDED'], () =>
      stage.act('cronwell.admin', membershipEnd, { membershipId }),
    );
    const again = idOf(
      await stage.act('cronwell.customer', membershipGrant, { membershipId, role: 'CUSTOMER' }),
    );
    expect(await rowOf('membership', again)).toMatchObject({ user_id: ended?.['user_id'], ends_at: null });
  });

  test('of others is not found: of a neighbor, of staff, of another vendor', async () => {
    for (const name of ['cronwell.reseller', 'cronwell.admin', 'deskhaven.customer']) {
      const membershipId = membershipOf(name);
      await leavesNothing(['MEMBERSHIP_NOT_FOUND'], () =>
        stage.act('cronwell.customer', membershipEnd, { membershipId }),
      );
      await leavesNothing(['MEMBERSHIP_NOT_FOUND'], () =>
        stage.act('cronwell.customer', membershipGrant, { membershipId, role: 'CUSTOMER' }),
      );
    }
    await leavesNothing(['MEMBERSHIP_NOT_FOUND'], () =>
      stage.act('cronwell.admin', membershipEnd, { membershipId: membershipOf('deskhaven.admin') }),
    );
  });

  test('of the last administrator cannot be ended, also where two end each other at once', async () => {
    const first = membershipOf('cronwell.admin');
    await leavesNothing(['LAST_ADMIN'], () =>
      stage.act('cronwell.admin', membershipEnd, { membershipId: first }),
    );
    const second = idOf(
      await stage.act('cronwell.admin', memberInvite, { ...somebody(), role: 'VENDOR_ADMIN' }),
    );
    // One is held up before it is locked; the other goes on as far as it may.
    const outcomes = await meet(
      stage.owner,
      { table: 'membership', id: first },
      [first, second].map(
        (membershipId) => () => stage.act('cronwell.admin', membershipEnd, { membershipId }),
      ),
    );
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'LAST_ADMIN' }] });
  });
});
