import { statement } from '@mainstay/kernel/db/scoped';
import type { DatabaseRole } from '@mainstay/kernel/graph/viewer';
import { accountCreate } from '@mainstay/licensing/account/account-create';
import { contactCreate } from '@mainstay/licensing/contact/contact-create';
import { apiKeyCreate } from '@mainstay/licensing/key/api-key-create';
import { memberInvite } from '@mainstay/licensing/member/member-invite';
import { membershipEnd } from '@mainstay/licensing/member/membership-end';
import { demoIssuer, partnerKeyName, subjectOf } from '../world/cast.js';
import type { Play, Player } from './play.js';

/** A company in the play, and who acts for it: a member of its own, or the vendor's administrator. */
export interface Company {
  readonly accountId: string;
  readonly kind: 'CUSTOMER' | 'RESELLER';
  readonly resellerId: string | null;
  readonly player: Player;
  /** At list price; otherwise its reseller buys for it. */
  readonly buysDirect: boolean;
}

export interface People {
  readonly agent: Player;
  readonly resellers: readonly [Company, Company];
  /** The first is the persona. */
  readonly customers: readonly [Company, ...Company[]];
}

const customerCount = 7;
const countries = ['SE', 'DE', 'US', 'CL', 'EG', 'JP'];

const userOf = statement<{ userId: string }>(
  'play.userOf',
  'select user_id as "userId" from membership where id = $1::text',
);

const databaseRoles = {
  SUPPORT_AGENT: 'app_agent',
  ANALYST: 'app_analyst',
  RESELLER: 'app_reseller',
  CUSTOMER: 'app_customer',
} as const satisfies Record<string, DatabaseRole>;

/** The vendor's staff, its resellers and its customers come to be known; the personas among them can sign in. */
export async function gatherPeople(play: Play): Promise<People> {
  const agent = await invite(play, 'agent', 'SUPPORT_AGENT', null);
  await invite(play, 'analyst', 'ANALYST', null);
  const first = await company(play, { kind: 'RESELLER', number: 1, reseller: null });
  const second = await company(play, { kind: 'RESELLER', number: 2, reseller: null });
  const persona = await company(play, { kind: 'CUSTOMER', number: 1, reseller: first });
  const customers: [Company, ...Company[]] = [persona];
  for (let number = 2; number <= customerCount; number += 1) {
    // Two of three have a reseller of record.
    const reseller = number % 3 === 0 ? null : number % 2 === 0 ? second : first;
    customers.push(await company(play, { kind: 'CUSTOMER', number, reseller }));
  }
  const scopes = ['licensing', 'support', 'billing'].flatMap((name) => [`${name}:read`, `${name}:write`]);
  await play.licensing(play.admin, apiKeyCreate, {
    ...{ name: partnerKeyName, scopes, accountId: first.accountId },
  });
  await leave(play, persona);
  await play.settle();
  return { agent, resellers: [first, second], customers };
}

interface Given {
  readonly kind: Company['kind'];
  readonly number: number;
  readonly reseller: Company | null;
}

async function company(play: Play, { kind, number, reseller }: Given): Promise<Company> {
  const { name: vendor, slug } = play.tenant;
  const word = kind === 'RESELLER' ? 'Reseller' : 'Customer';
  const { accountId = '' } = await play.licensing(play.admin, accountCreate, {
    ...{ kind, name: `Sample ${word} ${String(number).padStart(2, '0')} of ${vendor}` },
    country: countries[number % countries.length] ?? 'SE',
    ...(reseller === null ? {} : { resellerId: reseller.accountId }),
  });
  const place = `${kind.toLowerCase()}-${String(number)}`;
  const people = number === 1 ? 2 : 1;
  for (let person = 1; person <= people; person += 1)
    await play.licensing(play.admin, contactCreate, {
      ...{ accountId, name: `Sample Contact ${String(person)} at ${place}` },
      email: `contact-${String(person)}@${place}.${slug}.example.invalid`,
      ...(person === 2 ? {} : { phone: '+00 000 000 00' }),
    });
  const player =
    number === 1
      ? await invite(play, kind === 'RESELLER' ? 'reseller' : 'customer', kind, accountId)
      : play.admin;
  const resellerId = kind === 'RESELLER' ? accountId : (reseller?.accountId ?? null);
  const buysDirect = kind === 'RESELLER' || reseller === null || number % 2 === 1;
  return { accountId, kind, resellerId, player, buysDirect };
}

async function invite(
  play: Play,
  part: string,
  role: keyof typeof databaseRoles,
  accountId: string | null,
): Promise<Player> {
  const { membershipId = '' } = await play.licensing(play.admin, memberInvite, {
    ...{ issuer: demoIssuer, subject: subjectOf(play.tenant.slug, part), role, accountId },
  });
  const [row] = await play.read('licensing', userOf, [membershipId]);
  return {
    ...{ role, databaseRole: databaseRoles[role], accountId, userId: row?.userId ?? null, membershipId },
    ...{ keyId: null, scopes: [] },
  };
}

/** Somebody who was there once, and has left. */
async function leave(play: Play, { accountId }: Company): Promise<void> {
  const { membershipId } = await invite(play, 'leaver', 'CUSTOMER', accountId);
  await play.licensing(play.admin, membershipEnd, { membershipId: membershipId ?? '' });
}
