import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { lockAccount, type LockedAccount } from '../account/lock-account.js';
import { sitesNamed } from './lock-site.js';
import { decideSiteCreate, siteNameFaults, type SiteCreateCode, type SiteCreateFacts } from './site.rules.js';

export interface SiteCreate extends ActInput {
  readonly accountId: string;
  readonly productId: string;
  readonly name: string;
}

interface Facts extends SiteCreateFacts {
  readonly account: LockedAccount | null;
}

const productById = statement<{ id: string }>('site.product', 'select id from product where id = $1::text');

const insert = statement(
  'site.insert',
  `insert into site (vendor_id, id, account_id, reseller_id, product_id, name)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text)`,
);

/** A site without members: who joins, and the pack that covers it, come later. */
export const siteCreate: Act<SiteCreate, Facts, SiteCreateCode> = {
  name: 'siteCreate',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: siteNameFaults,
  async load(transaction, { accountId, productId, name }) {
    const account = await lockAccount(transaction, accountId);
    const [product] = await transaction.query(productById, [productId]);
    const taken = await sitesNamed(transaction, { accountId, productId }, name);
    return { account, product: product ?? null, taken: taken.length > 0 };
  },
  decide: decideSiteCreate,
  async apply(transaction, { account }, { accountId, productId, name }, { newId }) {
    const siteId = newId('sit');
    const written = { name: name.trim(), productId };
    const resellerId = account?.resellerId ?? null;
    await transaction.query(insert, [siteId, accountId, resellerId, productId, written.name]);
    return {
      ...{ result: { siteId }, accountId },
      changes: Object.entries(written).map(([field, to]) => ({ objectId: siteId, field, to })),
      events: [
        { type: 'site.created', aggregate: siteId, payload: { siteId, accountId, resellerId, productId } },
      ],
    };
  },
};
