import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const membershipRoles = ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'ANALYST'] as const;

/** Someone who signs in, known by the issuer's name for them. */
export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'app_user',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    issuer: p.text(),
    subject: p.text(),
  },
});
export type UserEntity = InferEntity<typeof UserEntity>;

/** What role a user has, where, from when until when. */
export const MembershipEntity = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    userId: p.text(),
    accountId: p.text().nullable(),
    resellerId: p.text().nullable(),
    role: p.text().$type<(typeof membershipRoles)[number]>(),
    startsAt: p.datetime(),
    endsAt: p.datetime().nullable(),
  },
});
export type MembershipEntity = InferEntity<typeof MembershipEntity>;

/** Who runs this installation: belongs to no vendor and sees none from within. */
export const OperatorEntity = defineEntity({
  name: 'Operator',
  tableName: 'operator',
  properties: {
    issuer: p.text().primary(),
    subject: p.text().primary(),
  },
});
export type OperatorEntity = InferEntity<typeof OperatorEntity>;
