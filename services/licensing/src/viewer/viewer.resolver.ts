import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { Vendor } from '../vendor/vendor.type.js';
import { Viewer } from './viewer.type.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, {
    nullable: true,
    description: 'Who you are to this service and what day it is there. Every role may ask.',
  })
  viewer(@Ctx() { viewer, today }: LicensingContext) {
    const { role, membershipId, keyId, scopes, now } = viewer;
    return { role, membershipId, keyId, scopes, now, today };
  }

  @FieldResolver(() => Vendor, {
    nullable: true,
    description: 'The vendor that the role belongs to; null for an operator.',
  })
  vendor(@Ctx() { viewer, vendors }: LicensingContext) {
    return viewer.vendorId === null ? null : vendors.byId(viewer.vendorId);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description:
      "The account acted for; null for the vendor's own staff, an operator, and a key without an account.",
  })
  account(@Ctx() { viewer, accounts }: LicensingContext) {
    return viewer.accountId === null ? null : accounts.byId(viewer.accountId);
  }
}
