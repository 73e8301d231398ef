import pg from 'pg';
import { scopeMigration, type SqlMigration } from './migration.js';
import { createAppRoles, createLogin, loginRoleOf } from './roles.js';

export interface PrepareInput {
  /** Of the role that owns the tables and may create roles. No running process keeps it. */
  readonly ownerUrl: string;
  /** Set on the service's login role each time. */
  readonly loginPassword: string;
  /** The service's history in order; what every database has comes before it by itself. */
  readonly migrations: readonly SqlMigration[];
}

export interface PreparedDatabase {
  /** What the running service connects with. */
  readonly loginUrl: string;
  /** Names of the migrations applied now; empty when there was nothing to do. */
  readonly applied: readonly string[];
  /** Whether the owner may read and write past the policies, as whoever makes the demo has to. */
  readonly bypassesPolicies: boolean;
}

/** Any fixed number: two starts at once take turns on it. */
const lockKey = 7_246_731;

/**
 * Creates roles and login, and applies what is pending. With nothing pending it is a handful of plain statements, so
 * that a start need not load an ORM.
 */
export async function prepareDatabase(input: PrepareInput): Promise<PreparedDatabase> {
  const migrations = [scopeMigration, ...input.migrations];
  const owner = new pg.Client({ connectionString: input.ownerUrl, application_name: 'mainstay-prepare' });
  await owner.connect();
  try {
    await owner.query('select pg_advisory_lock($1)', [lockKey]);
    const database = await databaseName(owner);
    for (const sql of [...createAppRoles(), ...createLogin(database, input.loginPassword)])
      await owner.query(sql);
    const applied = await appliedMigrations(owner);
    const pending = migrations.filter((step) => !applied.has(step.name)).map((step) => step.name);
    if (pending.length > 0) {
      const { migrate } = await import('./migrate.js');
      await migrate(input.ownerUrl, migrations);
    }
    return {
      loginUrl: loginUrlOf(input.ownerUrl, loginRoleOf(database), input.loginPassword),
      applied: pending,
      bypassesPolicies: await bypassesPolicies(owner),
    };
  } finally {
    await owner.end();
  }
}

async function bypassesPolicies(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ bypasses: boolean }>(
    'select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user',
  );
  return rows[0]?.bypasses === true;
}

/** The owner's address with the login's name and password. */
export function loginUrlOf(ownerUrl: string, login: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(login);
  url.password = encodeURIComponent(password);
  return url.href;
}

async function databaseName(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('select current_database() as name');
  const name = rows[0]?.name;
  if (name === undefined) throw new Error('The database does not tell its name.');
  return name;
}

async function appliedMigrations(owner: pg.Client): Promise<ReadonlySet<string>> {
  const table = await owner.query<{ there: boolean }>(
    "select to_regclass('public.mikro_orm_migrations') is not null as there",
  );
  if (table.rows[0]?.there !== true) return new Set();
  const { rows } = await owner.query<{ name: string }>('select name from public.mikro_orm_migrations');
  return new Set(rows.map((row) => row.name));
}
