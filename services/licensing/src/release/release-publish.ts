import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellProducts } from '../facts/tell.js';
import { planDue } from '@mainstay/kernel/due/due-table';
import { lockProduct } from '../product/lock-product.js';
import {
  decidePublish,
  publishFaults,
  releasedAtMs,
  versionFacts,
  type PublishAsked,
  type PublishCode,
  type PublishFacts,
} from './release-acts.rules.js';
import { announcementKind } from './release-announce.js';
import { semverKey } from './semver-key.js';

export interface ReleasePublish extends ActInput, PublishAsked {
  readonly productId: string;
  /** Whether the plan's audience is told by mail; it is unless told. */
  readonly announce?: boolean | null | undefined;
}

const ofVersion = statement<{ id: string; releasedAt: string }>(
  'release.ofVersion',
  'select id, released_at as "releasedAt" from release where product_id = $1::text and version = $2::text',
);

const insert = statement(
  'release.insert',
  `insert into release (vendor_id, id, product_id, version, semver_key, major, prerelease, released_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::integer, $6::boolean, $7::timestamptz)`,
);

/** A version of a product becomes known; the product's revision rises with it, so that no list in memory is old. */
export const releasePublish: Act<ReleasePublish, PublishFacts, PublishCode> = {
  name: 'releasePublish',
  roles: ['VENDOR_ADMIN'],
  check: publishFaults,
  async load(transaction, { productId, version }) {
    const product = await lockProduct(transaction, productId);
    const [existing = null] = await transaction.query(ofVersion, [productId, version]);
    return { product, existing };
  },
  decide: decidePublish,
  async apply(transaction, _, { productId, version, releasedAt, announce }, { now, nowMs, newId }) {
    const releaseId = newId('rel');
    const { major, prerelease } = versionFacts(version);
    const publishedAt = new Date(releasedAtMs({ version, releasedAt }, nowMs)).toISOString();
    const written = [version, semverKey(version), major, prerelease, publishedAt] as const;
    await transaction.query(insert, [releaseId, productId, ...written]);
    // A job does it: an audience may be large, and whoever publishes does not wait for it.
    if (announce !== false)
      await planDue(transaction, [{ kind: announcementKind, key: releaseId, dueAt: now }]);
    const facts = { version, prerelease, releasedAt: publishedAt };
    return {
      ...{ result: { releaseId, productId }, accountId: null },
      changes: Object.entries(facts).map(([field, to]) => ({ objectId: releaseId, field, to })),
      events: [
        { type: 'release.published', aggregate: productId, payload: { productId, releaseId, ...facts } },
        ...(await tellProducts(transaction, [productId])),
      ],
    };
  },
};
