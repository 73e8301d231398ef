import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import {
  decidePriceList,
  priceListFaults,
  pricesOf,
  type PriceListGiven,
  type PriceListPublishCode,
} from './price-list-publish.rules.js';
import type { PriceListKind } from './price.rules.js';
import { nextVersion, writePriceList } from './write-price-list.js';

export interface PriceListPublish extends ActInput, PriceListGiven {
  readonly list: PriceListKind;
  readonly effectiveOn: CivilDate;
}

interface Facts {
  readonly currency: string;
  readonly productIds: ReadonlySet<string>;
}

const seller = statement<{ currency: string }>(
  'priceList.seller',
  'select currency from known_vendor where vendor_id = app.vendor()',
);

const products = statement<{ id: string }>(
  'priceList.products',
  'select id from known_product where id = any($1::text[])',
);

/** A version of a price list takes effect on its day. What was published stays. */
export const priceListPublish: Act<PriceListPublish, Facts, PriceListPublishCode> = {
  name: 'priceListPublish',
  roles: ['VENDOR_ADMIN'],
  check: priceListFaults,
  async load(transaction, { prices }) {
    const ids = prices.flatMap(({ productId }) =>
      productId === null || productId === undefined ? [] : [productId],
    );
    const [vendor] = await transaction.query(seller, []);
    if (vendor === undefined) throw new Error('The vendor of a price list is not known yet.');
    const known = await transaction.query(products, [ids]);
    return { currency: vendor.currency, productIds: new Set(known.map(({ id }) => id)) };
  },
  decide: (facts, input, { today }) => decidePriceList(input, { ...facts, today }),
  async apply(transaction, { currency }, { list, effectiveOn, prices, taxRatePermille }, moment) {
    const version = await nextVersion(transaction, list);
    const id = await writePriceList(
      transaction,
      { list, version, effectiveOn, currency, taxRatePermille, prices: pricesOf(prices, currency) },
      moment,
    );
    const changed = { list, version, effectiveOn, taxRatePermille, prices: prices.length };
    return {
      ...{ result: { priceListId: id }, accountId: null },
      changes: Object.entries(changed).map(([field, to]) => ({ objectId: id, field, from: null, to })),
      events: [],
    };
  },
};
