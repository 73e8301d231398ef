import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

const lock = statement<{ id: string }>(
  'product.lock',
  'select id from product where id = $1::text for no key update',
);

/** All changes of one product's releases take turns here; null where the vendor has no such product. */
export async function lockProduct(
  transaction: Transaction,
  productId: string,
): Promise<{ readonly id: string } | null> {
  const [product] = await transaction.query(lock, [productId]);
  return product ?? null;
}
