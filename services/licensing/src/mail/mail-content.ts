import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import type { MailRow, NoticeData, ReleaseAnnouncedData } from './mail-draft.js';
import type { Letter } from './templates/letter.js';
import { activationOf, purchaseOf } from './bought-content.js';
import { notice } from './templates/notice.js';
import { releaseAnnounced } from './templates/release-announced.js';

/** A letter with where it goes; lives no longer than it takes to send it. */
export interface AddressedLetter extends Letter {
  readonly to: { readonly name: string; readonly address: string };
  /** The vendor, as whose mail it reads. */
  readonly from: string;
}

/** Why a mail is not written: its reader was erased or is of a former reseller, or what it tells of is not there. */
export type MissingPart = 'CONTACT_GONE' | 'CONTENT_GONE';

/** A contact that was erased, or of a former reseller of the account, is nobody any more. */
const byId = statement<MailRow>(
  'mail.content',
  `select m.template, m.data, v.name as vendor, v.zone, a.name as account, c.name as contact, c.email as address
   from mail m
   join vendor v on v.vendor_id = m.vendor_id
   join account a on a.vendor_id = m.vendor_id and a.id = m.account_id
   left join contact c on c.vendor_id = m.vendor_id and c.id = m.contact_id and c.account_id in (a.id, a.reseller_id)
   where m.id = $1::text`,
);

const licensesByIds = statement<{ id: string; product: string; lastSymbols: string }>(
  'mail.licenses',
  `select l.id, p.name as product, right(coalesce(l.activation_code, l.serial), 4) as "lastSymbols"
   from license l join product p on p.vendor_id = l.vendor_id and p.id = l.product_id
   where l.id = any($1::text[])`,
);

const releaseById = statement<{ product: string; version: string; releasedAt: string }>(
  'mail.release',
  `select p.name as product, r.version, r.released_at as "releasedAt"
   from release r join product p on p.vendor_id = r.vendor_id and p.id = r.product_id
   where r.id = $1::text`,
);

/** Reads what a mail says, and who gets it, as they are now. */
export async function letterOf(
  transaction: Transaction,
  mailId: string,
): Promise<AddressedLetter | MissingPart> {
  const [row] = await transaction.query(byId, [mailId]);
  if (row === undefined) return 'CONTENT_GONE';
  const { contact, address, vendor } = row;
  if (contact === null || address === null) return 'CONTACT_GONE';
  const letter = await written(transaction, row);
  return letter === null ? 'CONTENT_GONE' : { ...letter, to: { name: contact, address }, from: vendor };
}

function written(transaction: Transaction, row: MailRow): Promise<Letter | null> {
  switch (row.template) {
    case 'notice':
      return noticeOf(transaction, row, row.data);
    case 'activation':
      return activationOf(transaction, row, row.data);
    case 'purchase':
      return purchaseOf(transaction, row, row.data);
    case 'release-announced':
      return releaseOf(transaction, row, row.data);
  }
}

async function noticeOf(
  transaction: Transaction,
  { vendor, account, contact }: MailRow,
  data: NoticeData,
): Promise<Letter | null> {
  const licenses = await licensesOf(transaction, data.licenses);
  const quotes = data.quotes ?? [];
  return licenses.length === 0 ? null : notice({ vendor, account, contact, licenses, quotes });
}

async function releaseOf(
  transaction: Transaction,
  { vendor, account, contact, zone }: MailRow,
  data: ReleaseAnnouncedData,
): Promise<Letter | null> {
  const [release] = await transaction.query(releaseById, [data.releaseId]);
  if (release === undefined) return null;
  const { product, version } = release;
  const releasedOn = civilDayOf(Date.parse(release.releasedAt), zone);
  const licenses = await licensesOf(transaction, data.licenses);
  return releaseAnnounced({ ...{ vendor, account, contact, product, version, releasedOn }, licenses });
}

async function licensesOf<Told extends { readonly licenseId: string }>(
  transaction: Transaction,
  told: readonly Told[],
): Promise<(Told & { product: string; lastSymbols: string })[]> {
  const ids = told.map(({ licenseId }) => licenseId);
  const rows = await transaction.query(licensesByIds, [ids]);
  const byLicense = new Map(rows.map((row) => [row.id, row]));
  return told.flatMap((one) => {
    const row = byLicense.get(one.licenseId);
    return row === undefined ? [] : [{ ...one, product: row.product, lastSymbols: row.lastSymbols }];
  });
}
