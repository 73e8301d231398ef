import { appRoles } from './roles.js';

/**
 * One step of a database's history: hand-written SQL, applied once in one transaction. A plain value, so that a start
 * with nothing to apply loads no ORM; `prepareDatabase` makes MikroORM migration classes of these. Never edited once
 * released: the next change is the next migration.
 */
export interface SqlMigration {
  /** Sorts by age and names what it does, e.g. `2026_11_24_tickets`. */
  readonly name: string;
  readonly statements: readonly string[];
}

export function migration(name: string, statements: readonly string[]): SqlMigration {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new Error(`The migration name ${name} has other characters than a-z, 0-9 and _.`);
  return { name, statements };
}

const settings = [
  ['vendor', 'vendor'],
  ['account', 'account'],
  ['license', 'license'],
  ['issuer', 'issuer'],
  ['subject', 'subject'],
  ['key_hash', 'key_hash'],
] as const;

const roles = appRoles.join(', ');

/**
 * What every database has before its first table: the functions that policies compare with. An unset setting reads as
 * null, which equals nothing, so that a forgotten one shows no row.
 */
export const scopeMigration: SqlMigration = migration('0000_scope', [
  'create extension if not exists btree_gist',
  'create schema app',
  'revoke all on schema public from public',
  ...settings.map(
    ([name, setting]) =>
      `create function app.${name}() returns text language sql stable parallel safe as $$ select nullif(current_setting('app.${setting}', true), '') $$`,
  ),
  `grant usage on schema public, app to ${roles}`,
]);
