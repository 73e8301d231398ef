import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { managedAccount, managers, type Managed } from '../viewer/managed-account.js';
import { accountOf, giveMembership, isMember } from './give-membership.js';
import {
  alreadyMember,
  placeFaults,
  userFaults,
  type MemberRole,
  type PlaceCode,
  type UserCode,
} from './member.rules.js';

export interface MemberInvite extends ActInput {
  readonly issuer: string;
  readonly subject: string;
  readonly role: MemberRole;
  readonly accountId?: string | null;
}

export type MemberInviteCode = UserCode | PlaceCode | 'ALREADY_MEMBER';

interface Facts {
  readonly managed: Managed;
  /** Null where there is no such user of the vendor yet. */
  readonly userId: string | null;
  readonly taken: boolean;
}

/** For the rest of the transaction exactly this user is seen, as by signing in: nobody is found by half a name. */
const look = statement(
  'user.look',
  "select set_config('app.issuer', $1::text, true) is null as set, set_config('app.subject', $2::text, true) is null as also",
);
const known = statement<{ id: string }>(
  'user.known',
  'select id from app_user where issuer = $1::text and subject = $2::text',
);
const insert = statement(
  'user.insert',
  'insert into app_user (vendor_id, id, issuer, subject) values (app.vendor(), $1::text, $2::text, $3::text)',
);

async function knownUser(
  transaction: Transaction,
  { issuer, subject }: MemberInvite,
): Promise<string | null> {
  await transaction.query(look, [issuer, subject]);
  const [user] = await transaction.query(known, [issuer, subject]);
  return user?.id ?? null;
}

/** Somebody may sign in from now on. Whether the vendor knew the person before is told to nobody. */
export const memberInvite: Act<MemberInvite, Facts, MemberInviteCode> = {
  name: 'memberInvite',
  roles: managers,
  check: userFaults,
  async load(transaction, input, moment) {
    const managed = await managedAccount(transaction, moment.viewer, input.accountId);
    const userId = await knownUser(transaction, input);
    const accountId = accountOf(managed)?.id ?? null;
    const taken =
      userId !== null && (await isMember(transaction, { userId, role: input.role, accountId }, moment));
    return { managed, userId, taken };
  },
  decide({ managed, taken }, { role, accountId }, { viewer }) {
    const named = accountId !== null && accountId !== undefined;
    const place = placeFaults({ role, named, managed, isAdmin: viewer.role === 'VENDOR_ADMIN' });
    return place.length === 0 && taken ? [alreadyMember()] : place;
  },
  async apply(transaction, { managed, userId: before }, { issuer, subject, role }, moment) {
    const userId = before ?? moment.newId('usr');
    if (before === null) await transaction.query(insert, [userId, issuer, subject]);
    return giveMembership(transaction, { userId, role, managed }, moment);
  },
};
