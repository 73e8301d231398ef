import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { tellAccounts } from '../facts/tell.js';
import {
  createFaults,
  decideAccountCreate,
  resellerOfRecord,
  type AccountCreateAsked,
  type AccountCreateCode,
  type AccountCreateFacts,
} from './account-create.rules.js';
import { writeAccount } from './write-account.js';

export interface AccountCreate extends ActInput, AccountCreateAsked {
  readonly name: string;
  readonly country: string;
}

const resellerById = statement<{ id: string; kind: string }>(
  'account.resellerById',
  'select id, kind from account where id = $1::text',
);

/** Who acts for a reseller, in person or by key; null for an administrator. */
function actingResellerOf({ role, databaseRole, accountId }: Viewer): string | null {
  if (databaseRole === 'app_reseller') return accountId;
  if (role === 'VENDOR_ADMIN') return null;
  throw new UserFault('FORBIDDEN', "A customer's key creates no accounts.");
}

/** A company becomes known. Two may bear one name; whoever must not make one twice sends an idempotency key. */
export const accountCreate: Act<AccountCreate, AccountCreateFacts, AccountCreateCode> = {
  name: 'accountCreate',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'PARTNER'],
  check: createFaults,
  async load(transaction, { resellerId = null }, { viewer }) {
    const actingResellerId = actingResellerOf(viewer);
    if (resellerId === null) return { actingResellerId, reseller: null };
    const [reseller] = await transaction.query(resellerById, [resellerId]);
    return { actingResellerId, reseller: reseller ?? null };
  },
  decide: decideAccountCreate,
  async apply(transaction, facts, input, { now, newId }) {
    const accountId = newId('acc');
    const name = input.name.trim();
    const resellerId = resellerOfRecord(accountId, facts, input);
    const { kind, country } = input;
    await writeAccount(transaction, { id: accountId, kind, name, resellerId, country }, now);
    return {
      ...{ result: { accountId }, accountId },
      changes: Object.entries({ kind, name, resellerId, country }).map(([field, to]) => ({
        ...{ objectId: accountId, field },
        to,
      })),
      events: await tellAccounts(transaction, [accountId], 'account.created'),
    };
  },
};
