import { personaCustomer, type MadeAccount } from './accounts.js';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';
import type { Role } from './world.js';

/** The issuer of the demo's tokens; no such host exists. */
export const demoIssuer = 'https://issuer.demo.mainstay.invalid';
export const operatorSubject = 'demo-operator';
export const partnerKeyName = 'Portal of the sample reseller';

/** Who can be played at each vendor, as a person reads it. */
export const partTitles = {
  admin: 'administrator',
  agent: 'support agent',
  analyst: 'analyst',
  reseller: 'reseller',
  customer: 'customer',
  partner: 'partner system',
} as const;
type Part = keyof typeof partTitles;

export const operatorRole: Role = {
  name: 'operator',
  title: 'Operator of this installation',
  vendorId: null,
  accountId: null,
  by: { kind: 'token', subject: operatorSubject, membershipId: null },
};

export function subjectOf(slug: string, part: string): string {
  return `${slug}-${part}`;
}

export function roleName(slug: string, part: string): string {
  return `${slug}.${part}`;
}

export function roleTitle(vendor: string, part: string): string {
  return `${vendor}: ${Object.entries(partTitles).find(([known]) => known === part)?.[1] ?? part}`;
}

/** Everybody who can sign in to a tenant. The partner's key belongs to the reseller and may do all that it may. */
export function makeCast(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  partnerKeyHash: string,
): Role[] {
  const [reseller, customer] = [accounts[0], accounts[personaCustomer]];
  if (reseller === undefined || customer === undefined) throw new Error('A tenant has too few accounts.');
  const { slug } = maker.tenant;
  const play = (part: Part, role: MemberRole, account: MadeAccount | null) => {
    const subject = subjectOf(slug, part);
    const membershipId = makeMember(maker, { subject, role, account });
    return { ...roleAt(maker, part, account), by: { kind: 'token', subject, membershipId } as const };
  };
  const cast: Role[] = [
    play('admin', 'VENDOR_ADMIN', null),
    play('agent', 'SUPPORT_AGENT', null),
    play('analyst', 'ANALYST', null),
    play('reseller', 'RESELLER', reseller),
    play('customer', 'CUSTOMER', customer),
    {
      ...roleAt(maker, 'partner', reseller),
      by: { kind: 'key', keyId: makePartnerKey(maker, reseller, partnerKeyHash) },
    },
  ];
  makeOthers(maker, accounts, customer);
  return cast;
}

function roleAt(maker: TenantMaker, part: Part, account: MadeAccount | null): Omit<Role, 'by'> {
  return {
    name: roleName(maker.tenant.slug, part),
    title: roleTitle(maker.tenant.name, part),
    vendorId: maker.vendorId,
    accountId: account?.accountId ?? null,
  };
}

type MemberRole = 'VENDOR_ADMIN' | 'SUPPORT_AGENT' | 'ANALYST' | 'RESELLER' | 'CUSTOMER';

interface Member {
  readonly subject: string;
  readonly role: MemberRole;
  readonly account: Owner | null;
  /** Days ago; null for one that goes on. */
  readonly ended?: number;
}

/** A user who has one membership; answers with that. */
function makeMember(maker: TenantMaker, member: Member): string {
  const userId = maker.id('usr', maker.daysAgo(900));
  maker.add('app_user', { id: userId, issuer: demoIssuer, subject: member.subject });
  return addMembership(maker, userId, member);
}

function addMembership(
  maker: TenantMaker,
  userId: string,
  { role, account, ended }: Omit<Member, 'subject'>,
): string {
  const since = maker.daysAgo(900);
  const id = maker.id('mbr', since);
  maker.add('membership', {
    id,
    user_id: userId,
    ...(account === null ? { account_id: null, reseller_id: null } : ownedBy(account)),
    role,
    starts_at: maker.instant(since),
    ends_at: ended === undefined ? null : maker.instant(maker.daysAgo(ended)),
  });
  return id;
}

/** People and keys that are no personas: of every account one, some of whom have left, and keys that open nothing. */
function makeOthers(maker: TenantMaker, accounts: readonly MadeAccount[], customer: MadeAccount): void {
  const { slug } = maker.tenant;
  const left = { account: customer, role: 'CUSTOMER', ended: 100 } as const;
  makeMember(maker, { subject: subjectOf(slug, 'leaver'), ...left });
  accounts.forEach((account, index) => {
    makeMember(maker, {
      subject: subjectOf(slug, `person-${String(index + 1)}`),
      role: account.kind,
      account,
      ...(index % 6 === 5 ? { ended: 30 + index } : {}),
    });
  });
  const over = { expires_at: maker.instant(maker.daysAgo(60)), revoked_at: null };
  const revoked = { expires_at: null, revoked_at: maker.instant(maker.daysAgo(20)) };
  // Hashes of nothing: nobody holds a key that they belong to.
  addKey(maker, customer, { name: 'Key that is over', key_hash: unheldHash(maker), ...over });
  addKey(maker, customer, { name: 'Key that was revoked', key_hash: unheldHash(maker), ...revoked });
}

function makePartnerKey(maker: TenantMaker, reseller: Owner, keyHash: string): string {
  return addKey(maker, reseller, {
    name: partnerKeyName,
    key_hash: keyHash,
    expires_at: null,
    revoked_at: null,
  });
}

interface KeyColumns {
  readonly name: string;
  readonly key_hash: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
}

function addKey(maker: TenantMaker, owner: Owner, columns: KeyColumns): string {
  const created = maker.daysAgo(300);
  const id = maker.id('key', created);
  maker.add('api_key', {
    id,
    ...ownedBy(owner),
    scopes: ['licensing', 'support', 'billing'].flatMap((service) => [`${service}:read`, `${service}:write`]),
    created_at: maker.instant(created),
    ...columns,
  });
  return id;
}

function unheldHash(maker: TenantMaker): string {
  return Buffer.from(maker.random.bytes(32)).toString('hex');
}
