import { nameKey } from '@mainstay/licensing/account/name-key.rules';
import type { Owner, TenantMaker } from './maker.js';

export interface MadeAccount extends Owner {
  readonly kind: 'CUSTOMER' | 'RESELLER';
  readonly createdDaysAgo: number;
  /** At list price; otherwise its reseller buys for it, from another list. */
  readonly buysDirect: boolean;
}

const resellerCount = 3;
const customerCount = 37;
/** The first customer and the first reseller are personas; they own enough for a second page. */
export const personaCustomer = resellerCount;

/** Three resellers, then customers: two of three have a reseller of record, the first one among them. */
export function makeAccounts(maker: TenantMaker): MadeAccount[] {
  const resellers = Array.from({ length: resellerCount }, (_, index) =>
    makeAccount(maker, 'RESELLER', index + 1, null),
  );
  const customers = Array.from({ length: customerCount }, (_, index) => {
    const reseller = index % 3 === 2 ? null : (resellers[index % resellerCount] ?? null);
    return makeAccount(maker, 'CUSTOMER', index + 1, reseller?.accountId ?? null);
  });
  return [...resellers, ...customers];
}

function makeAccount(
  maker: TenantMaker,
  kind: MadeAccount['kind'],
  number: number,
  resellerOfRecord: string | null,
): MadeAccount {
  const { random, tenant } = maker;
  const createdDaysAgo = random.between(1_500, 2_900);
  const created = maker.daysAgo(createdDaysAgo);
  const accountId = maker.id('acc', created);
  const resellerId = kind === 'RESELLER' ? accountId : resellerOfRecord;
  const name = `Sample ${kind === 'RESELLER' ? 'Reseller' : 'Customer'} ${String(number).padStart(2, '0')} of ${tenant.name}`;
  const country = random.pick(['SE', 'DE', 'US', 'CL', 'EG', 'JP']);
  maker.add('account', {
    ...{ id: accountId, kind, name, name_key: nameKey(name), reseller_id: resellerId, country },
    created_at: maker.instant(created),
  });
  const owner = { accountId, resellerId };
  const people = random.between(1, 3);
  for (let person = 1; person <= people; person += 1)
    makeContact(maker, owner, `${kind.toLowerCase()}-${String(number)}`, person);
  const buysDirect = kind === 'CUSTOMER' && (resellerId === null || number % 2 === 1);
  return { ...owner, kind, createdDaysAgo, buysDirect };
}

export function makeContact(maker: TenantMaker, owner: Owner, place: string, person: number): void {
  const created = maker.daysAgo(maker.random.between(100, 1_400));
  const email = `contact-${String(person)}@${place}.${maker.tenant.slug}.example.invalid`;
  maker.add('contact', {
    id: maker.id('con', created),
    ...{ account_id: owner.accountId, reseller_id: owner.resellerId },
    name: `Sample Contact ${String(person)} at ${place}`,
    ...{ email, email_key: email, phone: maker.random.chance(0.5) ? '+00 000 000 00' : null },
    created_at: maker.instant(created),
  });
}
