import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** What is sold. The catalog revision is raised by a trigger on its releases and never by hand. */
export const ProductEntity = defineEntity({
  name: 'Product',
  tableName: 'product',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    name: p.text(),
    slug: p.text(),
    planId: p.text(),
    catalogRevision: p.integer(),
  },
});
export type ProductEntity = InferEntity<typeof ProductEntity>;
