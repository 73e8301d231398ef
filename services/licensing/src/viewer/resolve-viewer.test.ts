import { describe, expect, test } from '@jest/globals';
import { resolveViewer, type ViewerResolution } from './resolve-viewer.js';
import type { KeyRow, MembershipRow, SignInReads } from './sign-in.reads.js';

const now = '2026-11-02T09:00:00.000Z';
const clock = {
  vendorId: 'vnd_1',
  zone: 'UTC',
  clockKind: 'REAL',
  frozenAt: null,
  sandbox: false,
  advancing: false,
} as const;
const frozen = { clockKind: 'FROZEN', frozenAt: '2020-01-01T00:00:00.000Z', sandbox: true } as const;
const key: KeyRow = {
  ...clock,
  id: 'key_1',
  accountId: 'acc_1',
  resellerId: null,
  scopes: ['licensing:read'],
  expiresAt: null,
  revokedAt: null,
  formerUntil: null,
};
const membership: MembershipRow = {
  ...clock,
  id: 'mbr_1',
  userId: 'usr_1',
  accountId: null,
  role: 'VENDOR_ADMIN',
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: null,
};

/** Sign-in as it is read, without a database. */
function readsOf(found: { key?: KeyRow; memberships?: readonly MembershipRow[] }): SignInReads {
  const reads: Pick<SignInReads, 'key' | 'memberships' | 'isOperator'> = {
    key: () => Promise.resolve(found.key ?? null),
    memberships: () => Promise.resolve([...(found.memberships ?? [])]),
    isOperator: () => Promise.resolve(false),
  };
  return reads as SignInReads;
}

function byKey(changes: Partial<KeyRow>): Promise<ViewerResolution> {
  return resolveViewer(readsOf({ key: { ...key, ...changes } }), { kind: 'key', hash: 'h' }, now);
}

function byToken(changes: Partial<MembershipRow>, membershipId: string | null = null) {
  const credential = { kind: 'token', issuer: 'i', subject: 's', membershipId } as const;
  return resolveViewer(readsOf({ memberships: [{ ...membership, ...changes }] }), credential, now);
}

describe('a key', () => {
  test.each<[string, Partial<KeyRow>]>([
    ['revoked', { revokedAt: '2026-11-01T00:00:00.000Z' }],
    ['expired at this instant', { expiresAt: now }],
    ['whose former text is over at this instant', { formerUntil: now }],
    ['expired, of a vendor whose clock stands earlier', { ...frozen, expiresAt: '2026-11-01T00:00:00.000Z' }],
  ])('%s is refused', async (_case, changes) => {
    expect(await byKey(changes)).toEqual({ kind: 'refused', reason: 'ENDED' });
  });

  test('may be presented by its former text until the overlap ends', async () => {
    expect(await byKey({ formerUntil: '2026-11-02T09:00:00.001Z' })).toMatchObject({
      viewer: { keyId: 'key_1' },
    });
  });

  test('that nobody knows is refused', async () => {
    expect(await resolveViewer(readsOf({}), { kind: 'key', hash: 'h' }, now)).toEqual({
      kind: 'refused',
      reason: 'UNKNOWN',
    });
  });

  test.each([
    [null, null, 'app_admin'],
    ['acc_1', null, 'app_customer'],
    ['acc_1', 'acc_2', 'app_customer'],
    ['acc_2', 'acc_2', 'app_reseller'],
  ])('of the account %s with the reseller %s reads as %s', async (accountId, resellerId, databaseRole) => {
    expect(await byKey({ accountId, resellerId })).toMatchObject({
      viewer: { role: 'PARTNER', databaseRole, accountId, vendorId: 'vnd_1', keyId: 'key_1' },
    });
  });
});

describe('a user', () => {
  test.each([
    ['VENDOR_ADMIN', 'app_admin'],
    ['SUPPORT_AGENT', 'app_agent'],
    ['RESELLER', 'app_reseller'],
    ['CUSTOMER', 'app_customer'],
    ['ANALYST', 'app_analyst'],
  ] as const)('who is %s reads as %s', async (role, databaseRole) => {
    expect(await byToken({ role })).toMatchObject({ viewer: { role, databaseRole, membershipId: 'mbr_1' } });
  });

  test("whose membership has ended is refused, whatever the vendor's clock says", async () => {
    const ended = { ...frozen, startsAt: '2019-01-01T00:00:00.000Z', endsAt: now };
    expect(await byToken(ended)).toEqual({ kind: 'refused', reason: 'ENDED' });
  });

  test("who names somebody else's membership is refused", async () => {
    expect(await byToken({}, 'mbr_2')).toEqual({ kind: 'refused', reason: 'NOT_YOURS' });
  });

  test('of a sandbox is not kept, and lives at its instant', async () => {
    expect(await byToken(frozen)).toMatchObject({
      cacheable: false,
      clock: 'FROZEN',
      viewer: { now: frozen.frozenAt },
    });
  });
});
