import type { EntitySchema } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';

export interface OrmInput {
  readonly url: string;
  readonly entities: readonly (EntitySchema | (new () => object))[];
}

/**
 * The unit of work for writes. It gets entities by an explicit list, makes no table (migrations do), and hands out no
 * shared context: each piece of work forks its own.
 */
export function openOrm(input: OrmInput) {
  return MikroORM.init({
    clientUrl: input.url,
    entities: [...input.entities],
    ensureDatabase: false,
    allowGlobalContext: false,
    forceUtcTimezone: true,
  });
}
