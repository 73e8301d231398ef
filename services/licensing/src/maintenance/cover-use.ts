import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';

/** What was given because of cover. Online validations need none and are no use of it. */
export type CoverUseKind = 'TICKET' | 'MOVE' | 'DOWNLOAD' | 'UPDATE_PASSWORD' | 'OFFLINE_FILE';

export interface CoverUse {
  readonly licenseId: string;
  readonly kind: CoverUseKind;
  /** What was given; noted once for each license. */
  readonly objectId: string;
  readonly usedOn: CivilDate;
}

/** The use belongs to whom the license belongs to. */
const note = statement(
  'coverUse.note',
  `insert into cover_use (vendor_id, account_id, reseller_id, license_id, kind, object_id, used_on)
   select app.vendor(), l.account_id, l.reseller_id, l.id, $2::text, $3::text, $4::date
   from license l where l.id = $1::text
   on conflict (vendor_id, license_id, kind, object_id) do nothing`,
);

const latest = statement<{ usedOn: string | null }>(
  'coverUse.latest',
  `select max(used_on) as "usedOn" from cover_use where license_id = any($1::text[]) and used_on >= $2::date
     and used_on < $3::date`,
);

/** From then on the cover of that day is not taken back by undoing an association (M4). */
export async function noteCoverUse(
  transaction: Transaction,
  { licenseId, kind, objectId, usedOn }: CoverUse,
): Promise<void> {
  await transaction.query(note, [licenseId, kind, objectId, usedOn]);
}

/** The last day within these on which any of the licenses was given something; null where there is none. */
export async function lastCoverUse(
  transaction: Transaction,
  licenseIds: readonly string[],
  days: { readonly startsOn: CivilDate; readonly expiresOn: CivilDate },
): Promise<CivilDate | null> {
  const [found] = await transaction.query(latest, [licenseIds, days.startsOn, days.expiresOn]);
  return found?.usedOn ?? null;
}
