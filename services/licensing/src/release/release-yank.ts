import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellProducts } from '../facts/tell.js';
import { lockProduct } from '../product/lock-product.js';
import { decideYank, yankFaults, type YankCode, type YankFacts } from './release-acts.rules.js';

export interface ReleaseYank extends ActInput {
  readonly releaseId: string;
  readonly reason: string;
}

interface LockedRelease extends YankFacts {
  readonly id: string;
  readonly productId: string;
  readonly version: string;
}

const productOf = statement<{ productId: string }>(
  'release.productOf',
  'select product_id as "productId" from release where id = $1::text',
);

const lock = statement<LockedRelease>(
  'release.lock',
  `select id, product_id as "productId", version, released_at as "releasedAt", yanked_at as "yankedAt"
   from release where id = $1::text for no key update`,
);

const update = statement(
  'release.yank',
  'update release set yanked_at = $2::timestamptz where id = $1::text',
);

/** A release is withdrawn: never the answer again, but known, and valid on the machines that run it (M6). */
export const releaseYank: Act<ReleaseYank, LockedRelease | null, YankCode> = {
  name: 'releaseYank',
  roles: ['VENDOR_ADMIN'],
  check: yankFaults,
  async load(transaction, { releaseId }) {
    const [found] = await transaction.query(productOf, [releaseId]);
    if (found === undefined || (await lockProduct(transaction, found.productId)) === null) return null;
    const [release] = await transaction.query(lock, [releaseId]);
    return release ?? null;
  },
  decide: (release, _, moment) => decideYank(release, moment),
  async apply(transaction, release, { releaseId }, { now }) {
    if (release === null) throw new Error('A release that is not there was accepted.');
    const { productId, version } = release;
    await transaction.query(update, [releaseId, now]);
    return {
      ...{ result: { releaseId, productId }, accountId: null },
      changes: [{ objectId: releaseId, field: 'yankedAt', from: null, to: now }],
      events: [
        {
          ...{ type: 'release.yanked', aggregate: productId },
          payload: { productId, releaseId, version, yankedAt: now },
        },
        ...(await tellProducts(transaction, [productId])),
      ],
    };
  },
};
