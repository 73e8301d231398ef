import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { partsOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { LastCover } from '@mainstay/kernel/values/renewal';
import { lockAccount } from '../account/lock-account.js';

/** A license that is there already, held by whoever covers it. */
export interface OwnedLicense {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly productId: string;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'REVOKED';
  readonly quantity: number;
  readonly coveredUntil: CivilDate | null;
}

const lock = statement<OwnedLicense>(
  'fulfilment.lockLicenses',
  `select id, account_id as "accountId", reseller_id as "resellerId", product_id as "productId", status, quantity,
     covered_until as "coveredUntil"
   from license where id = any($1::text[]) order by id for no key update`,
);

const otherOwners = statement<{ accountId: string }>(
  'fulfilment.otherOwners',
  `select distinct account_id as "accountId" from license
   where id = any($1::text[]) and account_id <> $2::text order by account_id`,
);

const ownLast = statement<LastCover & { licenseId: string }>(
  'fulfilment.ownLast',
  `select distinct on (license_id) license_id as "licenseId", expires_on as "expiresOn", anchor_day as "anchorDay"
   from coverage_period where license_id = any($1::text[]) order by license_id, expires_on desc`,
);

/**
 * By id, whoever has them by now: what was ordered for a license is of the license (M10), and an order was placed by who
 * had it then. Accounts are locked before licenses, as by whoever gives an account another reseller.
 */
export async function lockLicenses(
  transaction: Transaction,
  ids: readonly string[],
  customerId: string,
): Promise<ReadonlyMap<string, OwnedLicense>> {
  const others = await transaction.query(otherOwners, [ids, customerId]);
  for (const { accountId } of others) await lockAccount(transaction, accountId);
  const rows = await transaction.query(lock, [[...new Set(ids)]]);
  const held = new Set([customerId, ...others.map(({ accountId }) => accountId)]);
  // Heard again, it is found where it went.
  if (rows.some(({ accountId }) => !held.has(accountId)))
    throw new Error('A license changed hands while it was looked for.');
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Where the cover of each license ends, from whichever source (M4): its own last period with its anchor, or the end that
 * it has by a site or a contract. Without an entry where there never was any.
 */
export async function lastCoverOf(
  transaction: Transaction,
  licenses: readonly Pick<OwnedLicense, 'id' | 'coveredUntil'>[],
): Promise<ReadonlyMap<string, LastCover>> {
  const rows = await transaction.query(ownLast, [licenses.map(({ id }) => id)]);
  const own = new Map(rows.map((row) => [row.licenseId, row]));
  return new Map(
    licenses.flatMap(({ id, coveredUntil }) => {
      const period = own.get(id);
      // The end that is noted with the license follows later where the same order has made its own cover longer.
      if (period !== undefined && (coveredUntil === null || coveredUntil <= period.expiresOn))
        return [[id, period] as const];
      return coveredUntil === null
        ? []
        : [[id, { expiresOn: coveredUntil, anchorDay: partsOf(coveredUntil).day }] as const];
    }),
  );
}
