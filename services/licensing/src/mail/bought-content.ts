import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { ActivationData, MailRow, PurchaseData } from './mail-draft.js';
import { activation } from './templates/activation.js';
import type { Letter } from './templates/letter.js';
import { purchase } from './templates/purchase.js';

const licensesByIds = statement<{ product: string; key: string; endsOn: string | null; begins: boolean }>(
  'mail.boughtLicenses',
  `select p.name as product, coalesce(l.activation_code, l.serial) as key, l.covered_until as "endsOn",
     exists (select from awaited_cover w where w.license_id = l.id) as begins
   from license l join product p on p.vendor_id = l.vendor_id and p.id = l.product_id
   where l.id = any($1::text[])`,
);

/** Some may be associated by now, which is told of each; what was paid back is gone. */
const codesByIds = statement<{ product: string; code: string; site: boolean; used: boolean }>(
  'mail.boughtCodes',
  `select p.name as product, c.code, c.metric = 'SITE' as site, c.state = 'ASSOCIATED' as used
   from maintenance_code c join product p on p.vendor_id = c.vendor_id and p.id = c.product_id
   where c.id = any($1::text[]) and c.state <> 'VOID'`,
);

const periodsByIds = statement<{ subject: string; startsOn: string; endsOn: string }>(
  'mail.boughtPeriods',
  `select coalesce('Contract ' || k.number, 'Site ' || s.name, p.name || ' …' || right(coalesce(l.activation_code, l.serial), 4))
       as subject, c.starts_on as "startsOn", c.expires_on as "endsOn"
   from coverage_period c
   left join contract k on k.vendor_id = c.vendor_id and k.id = c.contract_id
   left join site s on s.vendor_id = c.vendor_id and s.id = c.site_id
   left join license l on l.vendor_id = c.vendor_id and l.id = c.license_id
   left join product p on p.vendor_id = l.vendor_id and p.id = l.product_id
   where c.id = any($1::text[]) order by c.starts_on, c.id`,
);

/** The one mail that tells codes whole: they are read when it is sent. */
export async function activationOf(
  transaction: Transaction,
  { vendor, account, contact }: MailRow,
  { licenseIds }: ActivationData,
): Promise<Letter | null> {
  const licenses = await transaction.query(licensesByIds, [licenseIds]);
  return licenses.length === 0 ? null : activation({ vendor, account, contact, licenses });
}

export async function purchaseOf(
  transaction: Transaction,
  { vendor, account, contact }: MailRow,
  { codeIds, periodIds }: PurchaseData,
): Promise<Letter | null> {
  const codes = await transaction.query(codesByIds, [codeIds]);
  const covers = await transaction.query(periodsByIds, [periodIds]);
  return codes.length + covers.length === 0 ? null : purchase({ vendor, account, contact, codes, covers });
}
