import { randomBytes } from 'node:crypto';
import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { formatCode, newCode } from '@mainstay/kernel/values/code';
import type { LockedAccount } from '../account/lock-account.js';
import { serialKey } from '../license/serial-key.js';

/** A license that is yet to be. */
export interface NewLicense {
  readonly id: string;
  readonly productId: string;
  readonly identifiedBy: 'CODE' | 'SERIAL';
  readonly metric: string;
  readonly quantity: number;
  readonly purchasedOn: CivilDate;
  /** The order that it was bought by, by which it is found again (M10). */
  readonly orderId: string;
}

const insert = statement(
  'license.issue',
  `insert into license (vendor_id, id, account_id, reseller_id, product_id, activation_code, code_key, serial, serial_key,
     metric, quantity, status, purchased_on, order_id, prereleases, created_at)
   select app.vendor(), l->>'id', $2::text, $3::text, l->>'productId', l->>'code', l->>'codeKey', l->>'serial',
     l->>'serialKey', l->>'metric', (l->>'quantity')::integer, 'ACTIVE', (l->>'purchasedOn')::date, l->>'orderId', false, $4::timestamptz
   from jsonb_array_elements($1::jsonb) as given (l)`,
);

/**
 * What a license is known by: random, and told wrong where it is typed wrong. A serial is what the vendor writes into
 * the hardware key that it sends.
 */
function identity({ identifiedBy }: NewLicense) {
  const key = newCode(randomBytes);
  const shown = formatCode(key);
  return identifiedBy === 'CODE'
    ? { code: shown, codeKey: key, serial: null, serialKey: null }
    : { code: null, codeKey: null, serial: shown, serialKey: serialKey(shown) };
}

/** The one way to make licenses. Whoever does it tells of them, once what covers them is written. */
export async function issueLicenses(
  transaction: Transaction,
  owner: Pick<LockedAccount, 'id' | 'resellerId'>,
  licenses: readonly NewLicense[],
  { now }: Instant,
): Promise<void> {
  if (licenses.length === 0) return;
  const rows = licenses.map((license) => ({ ...license, ...identity(license) }));
  await transaction.query(insert, [JSON.stringify(rows), owner.id, owner.resellerId, now]);
}
