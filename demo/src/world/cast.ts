import { personaCustomer, type MadeAccount } from './accounts.js';
import { ownedBy, type TenantMaker } from './maker.js';
import type { Role } from './world.js';

/** The issuer of the demo's tokens; no such host exists. */
export const demoIssuer = 'https://issuer.demo.mainstay.invalid';
export const operatorSubject = 'demo-operator';

const staff = [
  { key: 'admin', role: 'VENDOR_ADMIN', title: 'administrator' },
  { key: 'agent', role: 'SUPPORT_AGENT', title: 'support agent' },
  { key: 'analyst', role: 'ANALYST', title: 'analyst' },
] as const;

/** Everybody who can sign in to a tenant. The partner's key belongs to the reseller and can read everything it sees. */
export function makeCast(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  partnerKeyHash: string,
): Role[] {
  const [reseller, customer] = [accounts[0], accounts[personaCustomer]];
  if (reseller === undefined || customer === undefined) throw new Error('A tenant has too few accounts.');
  const people = staff.map(({ key, role, title }) => makeMember(maker, { key, role, title, account: null }));
  makeLeaver(maker, customer);
  return [
    ...people,
    makeMember(maker, { key: 'reseller', role: 'RESELLER', title: 'reseller', account: reseller }),
    makeMember(maker, { key: 'customer', role: 'CUSTOMER', title: 'customer', account: customer }),
    makePartner(maker, reseller, partnerKeyHash),
  ];
}

interface Member {
  readonly key: string;
  readonly role: string;
  readonly title: string;
  readonly account: MadeAccount | null;
}

function makeMember(maker: TenantMaker, { key, role, title, account }: Member): Role {
  const since = maker.daysAgo(900);
  const subject = `${maker.tenant.slug}-${key}`;
  const userId = maker.id('usr', since);
  const membershipId = maker.id('mbr', since);
  maker.add('app_user', { id: userId, issuer: demoIssuer, subject });
  maker.add('membership', {
    ...{ id: membershipId, user_id: userId, account_id: account?.accountId ?? null },
    ...{ reseller_id: account?.resellerId ?? null, role, starts_at: maker.instant(since), ends_at: null },
  });
  return {
    name: `${maker.tenant.slug}.${key}`,
    title: `${maker.tenant.name}: ${title}`,
    vendorId: maker.vendorId,
    accountId: account?.accountId ?? null,
    by: { kind: 'token', subject, membershipId },
  };
}

/** Someone who left: the membership stays in the records and opens nothing. */
function makeLeaver(maker: TenantMaker, account: MadeAccount): void {
  const userId = maker.id('usr', maker.daysAgo(800));
  maker.add('app_user', { id: userId, issuer: demoIssuer, subject: `${maker.tenant.slug}-leaver` });
  maker.add('membership', {
    ...{ id: maker.id('mbr', maker.daysAgo(800)), user_id: userId, ...ownedBy(account), role: 'CUSTOMER' },
    ...{ starts_at: maker.instant(maker.daysAgo(800)), ends_at: maker.instant(maker.daysAgo(100)) },
  });
}

function makePartner(maker: TenantMaker, reseller: MadeAccount, keyHash: string): Role {
  const created = maker.daysAgo(300);
  const keyId = maker.id('key', created);
  maker.add('api_key', {
    ...{ id: keyId, ...ownedBy(reseller), name: 'Portal of the sample reseller', key_hash: keyHash },
    scopes: ['licensing:read', 'support:read', 'billing:read'],
    ...{ created_at: maker.instant(created), expires_at: null, revoked_at: null },
  });
  return {
    name: `${maker.tenant.slug}.partner`,
    title: `${maker.tenant.name}: partner system`,
    vendorId: maker.vendorId,
    accountId: reseller.accountId,
    by: { kind: 'key', keyId },
  };
}
