import { databaseRoles } from '../graph/viewer.js';

/**
 * Every role with policies of its own: the viewers', sign-in, `app_jobs` over the queues of all vendors, and
 * `app_worker`, which does for one vendor what a queue says is to be done. None of them can log in.
 */
export const appRoles = [...databaseRoles, 'app_login', 'app_jobs', 'app_worker'] as const;
export type AppRole = (typeof appRoles)[number];

/** The names are ours and letters only; a login's name comes from its database's and is quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteLiteral(text: string): string {
  if (text.includes('\\') || text.includes('\0'))
    throw new Error('A literal must hold no backslash and no U+0000.');
  return `'${text.replaceAll("'", "''")}'`;
}

/** Each database has a login of its own, so that one service's password opens no other's tables. */
export function loginRoleOf(database: string): string {
  return `${database}_login`;
}

/**
 * Roles belong to the whole cluster and services are prepared side by side: creating is tried and a role that
 * appeared meanwhile is fine.
 */
function createRole(role: string, attributes: string): string {
  return `do $$ begin
  if not exists (select from pg_roles where rolname = ${quoteLiteral(role)}) then
    create role ${quoteIdentifier(role)} ${attributes};
  end if;
exception when duplicate_object or unique_violation then null;
end $$`;
}

export function createAppRoles(): string[] {
  return appRoles.map((role) => createRole(role, 'nologin noinherit nobypassrls'));
}

/**
 * Only a superuser may touch these attributes, even to take what is not there. So they are taken from a login that has
 * any of them, and an owner that is none prepares a database whose login is as it should be.
 */
function withoutPrivileges(role: string): string {
  return `do $$ begin
  if exists (select from pg_roles where rolname = ${quoteLiteral(role)}
      and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole)) then
    alter role ${quoteIdentifier(role)} with nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
end $$`;
}

/**
 * The login owns nothing and inherits nothing: it may only take a role, so that a statement without a scope is
 * refused instead of answered. `set` needs PostgreSQL 16 or newer.
 */
export function createLogin(database: string, password: string): string[] {
  const login = quoteIdentifier(loginRoleOf(database));
  const name = quoteIdentifier(database);
  return [
    createRole(loginRoleOf(database), 'login noinherit nobypassrls'),
    withoutPrivileges(loginRoleOf(database)),
    `alter role ${login} with login noinherit password ${quoteLiteral(password)}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${login}`,
    ...appRoles.map((role) => `grant ${role} to ${login} with inherit false, set true`),
  ];
}
