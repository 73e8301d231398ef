import type { Constructor, MigrationObject } from '@mikro-orm/core';
import { Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { SqlMigration } from './migration.js';

/**
 * MikroORM keeps the record of what was applied; the SQL is ours, and its schema diff is never asked. A step goes in one
 * round trip: one by one its statements took half as long again.
 */
function classOf(step: SqlMigration): Constructor<Migration> {
  return class extends Migration {
    override readonly name = step.name;

    override up(): void {
      this.addSql(step.statements.join(';\n'));
    }
  };
}

/** Applies every pending migration, all of them or none. Loaded only when something is pending. */
export async function migrate(ownerUrl: string, migrations: readonly SqlMigration[]): Promise<void> {
  const migrationsList: MigrationObject[] = migrations.map((step) => ({
    name: step.name,
    class: classOf(step),
  }));
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    ensureDatabase: false,
    migrations: { migrationsList, snapshot: false, silent: true, allOrNothing: true },
  });
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}
