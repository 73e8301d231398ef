import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** A person at an account. The key is the address as it is compared. */
export const ContactEntity = defineEntity({
  name: 'Contact',
  tableName: 'contact',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    name: p.text(),
    email: p.text(),
    emailKey: p.text(),
    phone: p.text().nullable(),
    createdAt: p.datetime(),
  },
});
export type ContactEntity = InferEntity<typeof ContactEntity>;
