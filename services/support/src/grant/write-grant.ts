import type { Instant, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { GrantUnit } from './balance.rules.js';
import { enter, type Signature } from './enter.js';
import { planExpiry } from './lot-expiry.js';

/** A lot that is yet to be. */
export interface NewGrant {
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly unit: GrantUnit;
  readonly units: number;
  readonly source: 'CONTRACT_YEAR' | 'PACK' | 'CREDIT_PACKAGE' | 'GOODWILL';
  /** Of a contract year alone. */
  readonly contractId: string | null;
  readonly expiresOn: CivilDate | null;
  /** Of a contract year: its first day. */
  readonly yearStartsOn?: CivilDate;
}

const insert = statement(
  'grant.insert',
  `insert into support_grant (vendor_id, id, account_id, reseller_id, unit, units, source, contract_id, granted_at, expires_on,
     year_starts_on)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::integer, $6::text, $7::text, $8::timestamptz, $9::date, $10::date)`,
);

/** The one way to make a lot: with the entry that fills it, and the work that is due on its day. */
export async function writeGrant(
  transaction: Transaction,
  instant: Instant,
  grant: NewGrant,
  by: Signature,
): Promise<{ readonly id: string; readonly event: Telling }> {
  const { accountId, resellerId, unit, units, source, contractId, expiresOn } = grant;
  const id = instant.newId('grt');
  await transaction.query(insert, [
    ...[id, accountId, resellerId, unit, units, source, contractId, instant.now, expiresOn],
    grant.yearStartsOn ?? null,
  ]);
  const movements = [{ kind: 'GRANTED', units }] as const;
  await enter(transaction, instant, { id, accountId, resellerId }, { movements, by });
  if (expiresOn !== null) await planExpiry(transaction, id, { expiresOn, zone: instant.zone });
  const payload = { grantId: id, accountId, unit, units, source, contractId, expiresOn };
  return { id, event: { type: 'grant.created', aggregate: id, payload } };
}
