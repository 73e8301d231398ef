import { z } from 'zod';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { statement, type WorkingDatabase } from '@mainstay/kernel/db/scoped';
import { knownVendorZone } from '@mainstay/kernel/db/vendor-zone';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { listsInForce, type LoadedPriceList } from './load-prices.js';
import type { Price } from './price.rules.js';
import { nextVersion, writePriceList } from './write-price-list.js';

const told = z.object({
  sourceId: z.string(),
  firstOn: z.iso.date(),
  /** As the tenant names them, and as its copy does. */
  products: z.array(z.object({ sourceId: z.string(), id: z.string() })),
});

const isEmpty = statement<{ empty: boolean }>(
  'priceList.isEmpty',
  'select not exists (select from price_list) as empty',
);

export interface Copying {
  readonly database: WorkingDatabase;
  readonly outlet: Pick<EventOutlet, 'consumers'>;
  /** The real instant, by which the tenant that is copied sells. */
  readonly clock: () => string;
}

/**
 * A sandbox sells at the prices that its tenant sells at when it is made, from its own first day on. Each tenant is read
 * and written under a scope of its own: no statement sees two.
 */
export function sandboxFilled({ database, outlet: { consumers }, clock }: Copying): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const { sourceId, firstOn, products } = told.parse(payload);
    const [state] = await transaction.query(isEmpty, []);
    if (state?.empty !== true) return;
    const lists = await database.transactAs({ job: 'events', vendorId: sourceId }, async (source) => {
      const today = civilDayOf(Date.parse(clock()), await knownVendorZone(source));
      return listsInForce(source, today);
    });
    const names = new Map(products.map((product) => [product.sourceId, product.id]));
    const instant = instantOf(new Date(occurredAt).toISOString(), await knownVendorZone(transaction));
    const ids: string[] = [];
    for (const list of lists) {
      const version = await nextVersion(transaction, list.list);
      const prices = renamed(list, names);
      ids.push(
        await writePriceList(transaction, { ...list, version, effectiveOn: firstOn, prices }, instant),
      );
    }
    await leaveTrail(transaction, instant, {
      ...{ act: 'sandboxFill', actorKind: 'JOB', userId: null, reason: null, consumers, answers: null },
      effect: {
        ...{ result: {}, accountId: null, events: [] },
        changes: ids.map((objectId) => ({ objectId, field: 'effectiveOn', from: null, to: firstOn })),
      },
    });
  };
}

/** Prices of products that the copy does not have stay behind. */
function renamed({ prices }: LoadedPriceList, names: ReadonlyMap<string, string>): Price[] {
  return prices.flatMap((price) => {
    if (price.productId === null) return [price];
    const productId = names.get(price.productId);
    return productId === undefined ? [] : [{ ...price, productId }];
  });
}
