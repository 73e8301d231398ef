import type { Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { licenseCover } from '../license/license.reads.js';

/** Accounts, licenses and what is sold, as other services know them. An event tells the object whole, so that the last one wins. */
const accountFacts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.accounts',
  `select a.id, json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'country', a.country,
     'resellerId', a.reseller_id) as payload
   from account a where a.id = any($1::text[]) order by a.id`,
);

const vendorFacts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.vendor',
  `select v.vendor_id as id, json_build_object('id', v.vendor_id, 'name', v.name, 'zone', v.zone,
     'currency', v.currency, 'clockKind', v.clock_kind) as payload
   from vendor v where v.vendor_id = app.vendor()`,
);

/** With all releases, those to come too: who needs them looks at their instants. */
const productFacts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.products',
  `select p.id, json_build_object('id', p.id, 'name', p.name, 'planId', p.plan_id, 'releases', coalesce((
     select json_agg(json_build_object('version', r.version, 'releasedAt', r.released_at, 'yankedAt', r.yanked_at)
       order by r.semver_key)
     from release r where r.vendor_id = p.vendor_id and r.product_id = p.id), '[]')) as payload
   from product p where p.id = any($1::text[]) order by p.id`,
);

/** Each with all its versions, because running cover keeps the one that it was sold under (M15). */
const planFacts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.plans',
  `select p.id, json_build_object('id', p.id, 'name', p.name, 'versions', (
     select json_agg(json_build_object('version', v.version, 'effectiveOn', v.effective_on, 'policy', v.policy)
       order by v.version)
     from maintenance_plan_version v where v.vendor_id = p.vendor_id and v.plan_id = p.id)) as payload
   from maintenance_plan p where p.id = any($1::text[]) order by p.id`,
);

const licenseFacts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.licenses',
  `select l.id, json_build_object('id', l.id, 'accountId', l.account_id, 'resellerId', l.reseller_id,
     'productId', l.product_id, 'metric', l.metric, 'quantity', l.quantity, 'status', l.status,
     'cover', coalesce(${licenseCover}, '[]')) as payload
   from license l where l.id = any($1::text[]) order by l.id`,
);

/** Contracts with their periods and lines, also those that have ended, because what is renewed follows the last. */
const contractFacts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.contracts',
  `select k.id, json_build_object('id', k.id, 'accountId', k.account_id, 'resellerId', k.reseller_id, 'number', k.number,
     'periods', coalesce((
       select json_agg(json_build_object('id', c.id, 'startsOn', c.starts_on, 'expiresOn', c.expires_on,
         'anchorDay', c.anchor_day, 'planId', c.plan_id, 'planVersion', c.plan_version, 'purchasedOn', null)
         order by c.starts_on, c.id)
       from coverage_period c where c.vendor_id = k.vendor_id and c.subject_id = k.id), '[]'),
     'lines', coalesce((
       select json_agg(json_build_object('id', n.id, 'licenseId', n.license_id, 'productId', l.product_id,
         'quantity', n.quantity, 'yearlyNetMinor', n.yearly_price_minor, 'fromOn', n.from_on, 'untilOn', n.until_on)
         order by n.from_on, n.id)
       from contract_line n join license l on l.vendor_id = n.vendor_id and l.id = n.license_id
       where n.vendor_id = k.vendor_id and n.contract_id = k.id), '[]')) as payload
   from contract k where k.id = any($1::text[]) order by k.id`,
);

/** What is to be told of accounts that an act has just changed, read in its own transaction. */
export async function tellAccounts(
  transaction: Transaction,
  ids: readonly string[],
  type: 'account.created' | 'account.changed',
): Promise<Telling[]> {
  return tellings(await transaction.query(accountFacts, [ids]), type);
}

/** Of the vendor that is acted for. */
export async function tellVendor(transaction: Transaction, type: 'vendor.created'): Promise<Telling[]> {
  return tellings(await transaction.query(vendorFacts, []), type);
}

/** Of products, as they are sold. */
export async function tellProducts(transaction: Transaction, ids: readonly string[]): Promise<Telling[]> {
  return tellings(await transaction.query(productFacts, [ids]), 'product.changed');
}

/** Of maintenance plans, with their policies. */
export async function tellPlans(transaction: Transaction, ids: readonly string[]): Promise<Telling[]> {
  return tellings(await transaction.query(planFacts, [ids]), 'plan.changed');
}

/** Of licenses, with the periods that cover each: its own, its sites' and its contracts'. */
export async function tellLicenses(
  transaction: Transaction,
  ids: readonly string[],
  type: `license.${'issued' | 'changed' | 'covered' | 'revoked' | 'suspended' | 'reinstated'}`,
): Promise<Telling[]> {
  return ids.length === 0 ? [] : tellings(await transaction.query(licenseFacts, [ids]), type);
}

/** Of contracts, with all that they cover or ever covered; whoever acts must see the prices of their lines. */
export async function tellContracts(transaction: Transaction, ids: readonly string[]): Promise<Telling[]> {
  return ids.length === 0 ? [] : tellings(await transaction.query(contractFacts, [ids]), 'contract.changed');
}

function tellings(
  rows: readonly { readonly id: string; readonly payload: Record<string, unknown> }[],
  type: string,
): Telling[] {
  return rows.map(({ id, payload }) => ({ type, aggregate: id, payload }));
}
