import type { Moment } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { SeatedLicense } from './seats.rules.js';

/** A license held by whoever takes or gives up a seat of it. */
export interface LockedSeats extends SeatedLicense {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly productId: string;
}

export interface LockedActivation {
  readonly id: string;
  readonly licenseId: string;
  readonly machineKey: string;
  readonly machineName: string | null;
  readonly versionSeen: string | null;
  readonly deactivatedAt: string | null;
}

const accountOf = statement<{ accountId: string }>(
  'activation.accountOf',
  'select account_id as "accountId" from license where id = $1::text',
);

const lockAccount = statement<{ id: string }>(
  'activation.lockAccount',
  'select id from account where id = $1::text for no key update',
);

const lockLicense = statement<LockedSeats>(
  'activation.lockLicense',
  `select id, account_id as "accountId", reseller_id as "resellerId", product_id as "productId", metric, quantity,
     status, revoked_at as "revokedAt", suspended_at as "suspendedAt"
   from license where id = $1::text and account_id = $2::text for no key update`,
);

const columns = `id, license_id as "licenseId", machine_key as "machineKey", machine_name as "machineName",
  version_seen as "versionSeen", deactivated_at as "deactivatedAt"`;

const byId = statement<LockedActivation>(
  'activation.byId',
  `select ${columns} from activation where id = $1::text`,
);

const byMachine = statement<LockedActivation>(
  'activation.byMachine',
  `select ${columns} from activation
   where license_id = $1::text and machine_key = $2::text and deactivated_at is null`,
);

const countActive = statement<{ count: number }>(
  'activation.countActive',
  `select count(*)::integer as count from activation where license_id = $1::text and deactivated_at is null`,
);

/** A running product is asked about its own license; anybody else names one. */
export function licenseAsked(
  { role, licenseId }: Viewer,
  { licenseId: named }: { readonly licenseId?: string | null | undefined },
): string {
  return (role === 'PRODUCT' ? licenseId : named) ?? '';
}

/**
 * The account first, as every act takes them, then the license: whoever asks for its last seat waits here. It is taken
 * by itself and not with the account's name, because a running product may not read that.
 */
export async function lockSeats(transaction: Transaction, licenseId: string): Promise<LockedSeats | null> {
  const [found] = await transaction.query(accountOf, [licenseId]);
  if (found === undefined) return null;
  const account = await transaction.query(lockAccount, [found.accountId]);
  if (account.length === 0) return null;
  const [license] = await transaction.query(lockLicense, [licenseId, found.accountId]);
  return license ?? null;
}

/** Where this machine runs the license; null where it does not. */
export async function activeMachine(
  transaction: Transaction,
  licenseId: string,
  machineKey: string,
): Promise<LockedActivation | null> {
  const [activation] = await transaction.query(byMachine, [licenseId, machineKey]);
  return activation ?? null;
}

export async function activationById(transaction: Transaction, id: string): Promise<LockedActivation | null> {
  const [activation] = await transaction.query(byId, [id]);
  return activation ?? null;
}

export async function activeMachines(transaction: Transaction, licenseId: string): Promise<number> {
  const [counted] = await transaction.query(countActive, [licenseId]);
  return counted?.count ?? 0;
}

const insert = statement(
  'activation.insert',
  `insert into activation (vendor_id, id, account_id, reseller_id, license_id, machine_key, machine_name, version_seen, activated_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::timestamptz)`,
);

export interface NewMachine {
  readonly machineKey: string;
  readonly name: string | null;
  readonly version: string | null;
}

/** A machine takes a seat; whether there is one was decided while the license was held. */
export async function takeSeat(
  transaction: Transaction,
  license: LockedSeats,
  { machineKey, name, version }: NewMachine,
  moment: Pick<Moment, 'now' | 'newId'>,
): Promise<string> {
  const id = moment.newId('atv');
  const { id: licenseId, accountId, resellerId } = license;
  await transaction.query(insert, [
    ...[id, accountId, resellerId, licenseId],
    ...[machineKey, name, version, moment.now],
  ]);
  return id;
}

const end = statement(
  'activation.end',
  'update activation set deactivated_at = $2::timestamptz, ended_by = $3::text where id = $1::text',
);

export async function giveUpSeat(
  transaction: Transaction,
  activationId: string,
  endedBy: 'DEACTIVATED' | 'MOVED',
  now: string,
): Promise<void> {
  await transaction.query(end, [activationId, now, endedBy]);
}
