import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import {
  contractSubject,
  licenseSubject,
  soldFor,
  type KnownContract,
  type KnownLicense,
  type OwnedSubject,
  type RenewalDay,
} from './renewal-subject.rules.js';

const licensesByIds = statement<KnownLicense>(
  'renewal.licenses',
  `select l.id, l.account_id as "accountId", a.reseller_id as "resellerId", l.status, l.product_id as "productId",
     p.name as "productName", l.metric, l.quantity, l.cover, n.versions
   from known_license l
   join known_account a on a.vendor_id = l.vendor_id and a.id = l.account_id
   join known_product p on p.vendor_id = l.vendor_id and p.id = l.product_id
   join known_plan n on n.vendor_id = l.vendor_id and n.id = p.plan_id
   where l.id = any($1::text[])`,
);

const contract = `k.id, k.account_id as "accountId", a.reseller_id as "resellerId", k.number, k.periods, n.versions, (
     select json_agg(json_build_object('licenseId', l.id, 'productId', l.product_id, 'metric', l.metric,
       'quantity', (o.line->>'quantity')::integer, 'active', l.status = 'ACTIVE', 'untilOn', o.line->>'untilOn') order by o.place)
     from jsonb_array_elements(k.lines) with ordinality as o (line, place)
     join known_license l on l.vendor_id = k.vendor_id and l.id = o.line->>'licenseId') as lines
   from known_contract k
   join known_account a on a.vendor_id = k.vendor_id and a.id = k.account_id
   join known_product p on p.vendor_id = k.vendor_id and p.id = k.lines->0->>'productId'
   join known_plan n on n.vendor_id = k.vendor_id and n.id = p.plan_id`;

const contractsByIds = statement<KnownContract>(
  'renewal.contracts',
  `select ${contract} where k.id = any($1::text[])`,
);

/** Of each license the contracts that it is a line of; the newest stands last. */
const contractsOfLicenses = statement<KnownContract & { readonly licenseId: string }>(
  'renewal.contractsOfLicenses',
  `select asked.id as "licenseId", ${contract}
   join known_license asked on asked.vendor_id = k.vendor_id and asked.account_id = k.account_id
     and k.lines @> jsonb_build_array(jsonb_build_object('licenseId', asked.id, 'untilOn', null))
   where asked.id = any($1::text[]) order by k.id`,
);

/** Which of them are being renewed; the order's number where it is the viewer's to see. */
const pendingOf = statement<{ subjectId: string; number: string | null }>(
  'renewal.pending',
  `select h.subject_id as "subjectId", o.number
   from renewal_hold h left join sales_order o on o.vendor_id = h.vendor_id and o.quote_id = h.quote_id
   where h.subject_id = any($1::text[])`,
);

/** What is asked for, with all that its renewal follows from: a license stands for its contract where that is renewed. */
export interface KnownSubjects {
  /** By the id that was asked for; null where whoever asks sees no such license or contract. */
  of(id: string, when: RenewalDay): OwnedSubject | null;
}

/** Of many licenses and contracts in four statements, as far as whoever asks sees them. */
export async function loadSubjects(transaction: Transaction, ids: readonly string[]): Promise<KnownSubjects> {
  const licenses = await transaction.query(licensesByIds, [ids]);
  const contracts = await transaction.query(contractsByIds, [ids]);
  const through = await transaction.query(contractsOfLicenses, [ids]);
  const all = [...licenses, ...contracts, ...through].map(({ id }) => id);
  const held = new Map(
    (await transaction.query(pendingOf, [all])).map(({ subjectId, number }) => [subjectId, { number }]),
  );
  const licenseOf = new Map(licenses.map((one) => [one.id, one]));
  const contractOf = new Map<string, KnownContract>([
    ...contracts.map((one) => [one.id, one] as const),
    ...through.map((one) => [one.licenseId, one] as const),
  ]);
  return {
    of(id, when) {
      const license = licenseOf.get(id);
      const own = license !== undefined && soldFor(license.versions, when.day).includes('LICENSE');
      const found = own ? undefined : contractOf.get(id);
      if (found !== undefined) return contractSubject(found, held.get(found.id) ?? null, when);
      return license === undefined ? null : licenseSubject(license, held.get(license.id) ?? null, when);
    },
  };
}
