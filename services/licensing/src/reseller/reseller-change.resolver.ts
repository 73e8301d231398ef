import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AccountRow } from '../account/account.reads.js';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { ResellerChange } from './reseller-change.type.js';
import type { ResellerChangeRow } from './reseller-change.reads.js';

/** What a reseller is told of a coming change would warn it; a customer learns it from the vendor. */
const staff = new Set(['app_admin', 'app_agent']);

@Resolver(() => Account)
export class AccountResellerChangeResolver {
  @FieldResolver(() => ResellerChange, {
    nullable: true,
    description:
      "A change of the reseller of record that was asked for and is not done. Null where none is, and for everybody but the vendor's administrators and agents.",
  })
  async resellerChange(@Root() { id }: AccountRow, @Ctx() { viewer, resellerChanges }: LicensingContext) {
    return staff.has(viewer.databaseRole) ? shownChange(await resellerChanges.ofAccount(id)) : null;
  }
}

@Resolver(() => ResellerChange)
export class ResellerChangeResolver {
  @FieldResolver(() => Account, {
    nullable: true,
    description: 'Who will be of record; null where the customer will buy direct.',
  })
  reseller(@Root() { toResellerId }: ResellerChangeRow, @Ctx() { accounts }: LicensingContext) {
    return toResellerId === null ? null : accounts.byId(toResellerId);
  }
}

function shownChange(row: ResellerChangeRow | null) {
  return row === null ? null : { ...row, id: row.changeId };
}
