import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type RoleGrant, type WriteGrant } from '@mainstay/kernel/db/policies';
import { owned } from './owned.js';

/** A reseller manages its own account as a customer does: never its customers'. */
function forManagers<Grant>(
  admin: Grant,
  ofAccount: Grant,
): Record<'app_admin' | 'app_reseller' | 'app_customer', Grant> {
  return { app_admin: admin, app_reseller: ofAccount, app_customer: ofAccount };
}

function readByManagers(columns: RoleGrant['columns']): Record<string, RoleGrant> {
  return forManagers<RoleGrant>({ columns }, { columns, rows: 'account' });
}

function changedByManagers(grant: WriteGrant): Record<string, WriteGrant> {
  return forManagers<WriteGrant>(grant, { ...grant, rows: 'account' });
}

/**
 * But to administrators, a user is seen through the memberships that whoever acts may see; and exactly, by issuer and subject, while it is
 * given one, so that nobody learns of others who sign in. Written by hand, because each is a second policy of a role.
 */
const exactUsers = ['app_reseller', 'app_customer'].map(
  (role) => `create policy app_user_${role}_exact on app_user for select to ${role}
    using (vendor_id = (select app.vendor()) and issuer = (select app.issuer()) and subject = (select app.subject()))`,
);

/** Keys and memberships: by whom they are read and changed, and what a change needs. */
export const membersActs = migration('2026_11_26_members_acts', [
  // For an overlap the text before the last rotation is good too: its hash alone is kept.
  `alter table api_key
    add column previous_hash text check (previous_hash ~ '^[0-9a-f]{64}$'),
    add column previous_until timestamptz,
    add check ((previous_hash is null) = (previous_until is null))`,
  'create index api_key_previous on api_key (previous_hash)',
  'create index api_key_created on api_key (vendor_id, created_at, id)',
  'create index api_key_account on api_key (vendor_id, account_id, created_at, id)',
  'create index membership_started on membership (vendor_id, starts_at, id)',
  'create index membership_account on membership (vendor_id, account_id, starts_at, id)',
  // A user has a role at an account once at a time.
  `alter table membership add constraint membership_once exclude using gist (vendor_id with =, user_id with =,
    role with =, coalesce(account_id, '') with =, tstzrange(starts_at, ends_at) with &&)`,

  'create policy api_key_app_login_previous on api_key for select to app_login using (previous_hash = (select app.key_hash()))',
  'grant select (previous_hash, previous_until) on api_key to app_login',
  ...scopedTable({ table: 'api_key', ...owned, read: readByManagers('*') }),
  ...writableTable({
    table: 'api_key',
    ...owned,
    write: changedByManagers({
      insert: '*',
      update: ['key_hash', 'previous_hash', 'previous_until', 'revoked_at'],
    }),
  }),
  ...scopedTable({ table: 'membership', ...owned, read: readByManagers('*') }),
  ...writableTable({
    table: 'membership',
    ...owned,
    write: changedByManagers({ insert: '*', update: ['ends_at'] }),
  }),
  ...scopedTable({
    table: 'app_user',
    read: forManagers<RoleGrant>(
      { columns: '*' },
      { columns: '*', rows: 'vendor', and: 'id in (select m.user_id from membership m)' },
    ),
  }),
  ...writableTable({
    table: 'app_user',
    write: forManagers<WriteGrant>({ insert: '*' }, { insert: '*' }),
  }),
  ...exactUsers,
]);
