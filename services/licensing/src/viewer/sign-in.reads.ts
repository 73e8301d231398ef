import type { Database } from '@mainstay/kernel/db/driver';
import { statement } from '@mainstay/kernel/db/scoped';
import type { PresentedKey } from './presented-license.js';

/** The vendor's clock and zone, as every sign-in needs them. */
interface ClockColumns {
  readonly vendorId: string;
  readonly zone: string;
  readonly clockKind: 'REAL' | 'FROZEN';
  readonly frozenAt: string | null;
  readonly sandbox: boolean;
  readonly advancing: boolean;
}

export interface MembershipRow extends ClockColumns {
  readonly id: string;
  readonly userId: string;
  readonly accountId: string | null;
  readonly role: 'VENDOR_ADMIN' | 'SUPPORT_AGENT' | 'RESELLER' | 'CUSTOMER' | 'ANALYST';
  readonly startsAt: string;
  readonly endsAt: string | null;
}

export interface KeyRow extends ClockColumns {
  readonly id: string;
  readonly accountId: string | null;
  /** A reseller's own account carries its own id here. */
  readonly resellerId: string | null;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** Of a text that was rotated away: until when it is good still. Null for the text of today. */
  readonly formerUntil: string | null;
}

/** A vendor's product, and the license that it presented; null for a code or serial that nobody knows. */
export interface ProductRow extends ClockColumns {
  readonly licenseId: string | null;
}

const clock = `v.vendor_id as "vendorId", v.zone, v.clock_kind as "clockKind", v.frozen_at as "frozenAt", v.sandbox,
  v.advancing_to is not null as advancing`;

const memberships = statement<MembershipRow>(
  'signIn.memberships',
  `select m.id, m.user_id as "userId", m.account_id as "accountId", m.role, m.starts_at as "startsAt",
     m.ends_at as "endsAt", ${clock}
   from app_user u
   join membership m on m.vendor_id = u.vendor_id and m.user_id = u.id
   join vendor v on v.vendor_id = u.vendor_id
   where u.issuer = $1::text and u.subject = $2::text`,
);

const operators = statement<{ operator: boolean }>(
  'signIn.operators',
  'select true as operator from operator o where o.issuer = $1::text and o.subject = $2::text',
);

const keyColumns = `k.id, k.account_id as "accountId", k.reseller_id as "resellerId", k.scopes,
  k.expires_at as "expiresAt", k.revoked_at as "revokedAt"`;

/** By the text of today, or by the one before the last rotation. Two statements keep an index each. */
const keys = statement<KeyRow>(
  'signIn.keys',
  `select ${keyColumns}, null::timestamptz as "formerUntil", ${clock}
   from api_key k join vendor v on v.vendor_id = k.vendor_id where k.key_hash = $1::text
   union all
   select ${keyColumns}, k.previous_until as "formerUntil", ${clock}
   from api_key k join vendor v on v.vendor_id = k.vendor_id where k.previous_hash = $1::text`,
);

/** By code or by serial: two statements, so that each has its index. */
const products = {
  code: productBy('signIn.productByCode', 'code_key'),
  serial: productBy('signIn.productBySerial', 'serial_key'),
};

function productBy(name: string, column: 'code_key' | 'serial_key') {
  return statement<ProductRow>(
    name,
    `select l.id as "licenseId", ${clock}
     from product p join vendor v on v.vendor_id = p.vendor_id
     left join license l on l.vendor_id = p.vendor_id and l.product_id = p.id and l.${column} = $2::text
     where p.id = $1::text`,
  );
}

/** Every read before a vendor is known: exact matches of what was presented, and nothing else. */
export class SignInReads {
  constructor(private readonly database: Database) {}

  /** All vendors' memberships of one user, ended ones too. */
  memberships(issuer: string, subject: string): Promise<MembershipRow[]> {
    return this.database.readLogin({ issuer, subject }, memberships, [issuer, subject]);
  }

  async isOperator(issuer: string, subject: string): Promise<boolean> {
    const found = await this.database.readLogin({ issuer, subject }, operators, [issuer, subject]);
    return found.length > 0;
  }

  /** What a running product presents travels as issuer and subject, which its policies match exactly. */
  async product({ productId, by, key }: PresentedKey): Promise<ProductRow | null> {
    const found = await this.database.readLogin({ issuer: productId, subject: key }, products[by], [
      productId,
      key,
    ]);
    // One id under two vendors would not say whose it is.
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  async key(keyHash: string): Promise<KeyRow | null> {
    const found = await this.database.readLogin({ keyHash }, keys, [keyHash]);
    // One hash under two vendors would not say whose it is.
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}
