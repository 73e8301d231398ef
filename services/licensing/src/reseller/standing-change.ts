import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/** A change of the reseller of record that is not done. */
export interface LockedChange {
  readonly id: string;
  readonly accountId: string;
  readonly state: 'PLANNED' | 'CLOSING';
  readonly fromResellerId: string | null;
  readonly toResellerId: string | null;
  readonly on: string;
}

const columns = `id, account_id as "accountId", state, from_reseller_id as "fromResellerId",
  to_reseller_id as "toResellerId", effective_on as "on"`;

const ofAccount = statement<LockedChange>(
  'resellerChange.ofAccount',
  `select ${columns} from reseller_change where account_id = $1::text and state in ('PLANNED', 'CLOSING')
   for no key update`,
);

const byId = statement<LockedChange>(
  'resellerChange.byId',
  `select ${columns} from reseller_change where id = $1::text and state in ('PLANNED', 'CLOSING')
   for no key update`,
);

const insert = statement(
  'resellerChange.insert',
  `insert into reseller_change (vendor_id, id, account_id, from_reseller_id, to_reseller_id, effective_on, state, planned_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::date, 'PLANNED', $6::timestamptz)`,
);

const settle = statement(
  'resellerChange.settle',
  'update reseller_change set state = $2::text, settled_at = $3::timestamptz where id = $1::text',
);

/** Of one account there is one at a time; the account's lock is taken before. */
export async function lockChangeOf(
  transaction: Transaction,
  accountId: string,
): Promise<LockedChange | null> {
  const [change] = await transaction.query(ofAccount, [accountId]);
  return change ?? null;
}

export async function lockChange(transaction: Transaction, changeId: string): Promise<LockedChange | null> {
  const [change] = await transaction.query(byId, [changeId]);
  return change ?? null;
}

export async function planChange(
  transaction: Transaction,
  { id, accountId, fromResellerId, toResellerId, on }: Omit<LockedChange, 'state'>,
  now: string,
): Promise<void> {
  await transaction.query(insert, [id, accountId, fromResellerId, toResellerId, on, now]);
}

/** DONE and WITHDRAWN are ends; CLOSING is on its way. */
export async function settleChange(
  transaction: Transaction,
  changeId: string,
  state: 'CLOSING' | 'DONE' | 'WITHDRAWN',
  now: string,
): Promise<void> {
  await transaction.query(settle, [changeId, state, state === 'CLOSING' ? null : now]);
}
