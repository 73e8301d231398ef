import { z } from 'zod';
import { statement, type Transaction, type WorkingDatabase } from '@mainstay/kernel/db/scoped';
import type { EventHandler } from '@mainstay/kernel/events/inbox';

const published = z.object({ productId: z.string(), releaseId: z.string(), version: z.string() });
const yanked = z.object({ releaseId: z.string() });

const keep = statement(
  'release.keep',
  `insert into known_release (vendor_id, id, product_id, version, yanked)
   values (app.vendor(), $1::text, $2::text, $3::text, false) on conflict do nothing`,
);

const withdraw = statement('release.withdraw', 'update known_release set yanked = true where id = $1::text');

const all = statement<{ id: string; productId: string; version: string; yanked: boolean }>(
  'release.all',
  'select id, product_id as "productId", version, yanked from known_release',
);

const copy = statement(
  'release.copy',
  `insert into known_release (vendor_id, id, product_id, version, yanked)
   select app.vendor(), r->>'id', r->>'productId', r->>'version', (r->>'yanked')::boolean
   from jsonb_array_elements($1::jsonb) as given (r) on conflict do nothing`,
);

/** The releases by which upgrades are priced (S6), as licensing tells them. */
export const releasePublished: EventHandler = async (transaction, { payload }) => {
  const { releaseId, productId, version } = published.parse(payload);
  await transaction.query(keep, [releaseId, productId, version]);
};

export const releaseYanked: EventHandler = async (transaction, { payload }) => {
  await transaction.query(withdraw, [yanked.parse(payload).releaseId]);
};

/** A sandbox's releases are its tenant's, under its own products; what licensing calls each there is not told. */
export async function copyReleases(
  database: WorkingDatabase,
  transaction: Transaction,
  { sourceId, products }: { readonly sourceId: string; readonly products: ReadonlyMap<string, string> },
): Promise<void> {
  const theirs = await database.transactAs({ job: 'events', vendorId: sourceId }, (source) =>
    source.query(all, []),
  );
  const own = theirs.flatMap((release) => {
    const productId = products.get(release.productId);
    return productId === undefined ? [] : [{ ...release, productId }];
  });
  await transaction.query(copy, [JSON.stringify(own)]);
}
