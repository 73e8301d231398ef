import { scopedTable, writableTable, type ScopedTable } from '../db/policies.js';
import { quoteIdentifier } from '../db/roles.js';
import { statement, type Transaction } from '../db/scoped.js';
import type { EventHandler } from './inbox.js';
import type { ToldEvent } from './told-event.js';

/**
 * What a service keeps of facts that another owns: a row for each object, as its last event told it whole. Nothing is
 * joined across databases, so what a service needs to know it has, a moment later.
 */
export interface Mirror {
  readonly table: string;
  /** Each column by its SQL type and the key of the payload that fills it; `jsonb` takes a list or an object whole. */
  readonly columns: Readonly<Record<string, readonly [type: string, key: string]>>;
  /** The columns that scope a row; left out where every viewer of the vendor sees it. */
  readonly account?: string;
  readonly reseller?: string;
  readonly read: ScopedTable['read'];
}

export function mirrorTable(mirror: Mirror): string[] {
  const { table, account, reseller, read } = mirror;
  const columns = Object.entries(mirror.columns).map(([name, [type]]) => `${quoteIdentifier(name)} ${type}`);
  const scope = {
    table,
    ...(account === undefined ? {} : { account }),
    ...(reseller === undefined ? {} : { reseller }),
  };
  const update = Object.keys(mirror.columns);
  return [
    `create table ${table} (vendor_id text not null, id text not null, ${columns.join(', ')}, primary key (vendor_id, id))`,
    ...scopedTable({ ...scope, read: { ...read, app_worker: '*' } }),
    ...writableTable({ ...scope, write: { app_worker: { insert: '*', update } } }),
  ];
}

/** What an event told as `p` says of each column, by the column's name. */
export function toldColumns({ columns }: Mirror): readonly (readonly [name: string, told: string])[] {
  return Object.entries(columns).map(([name, [type, key]]) => {
    const sqlType = type.replace(/ not null.*$/u, '');
    const told = sqlType === 'jsonb' ? `p->'${key}'` : `(p->>'${key}')::${sqlType}`;
    return [quoteIdentifier(name), told] as const;
  });
}

/** Writes what events tell over what was known. */
export function mirrorHandler(mirror: Mirror): EventHandler {
  const { table } = mirror;
  const told = toldColumns(mirror);
  const names = told.map(([name]) => name);
  const upsert = statement(
    `mirror.${table}`,
    `insert into ${table} (vendor_id, id, ${names.join(', ')})
     select app.vendor(), p->>'id', ${told.map(([, value]) => value).join(', ')} from jsonb_array_elements($1::jsonb) as told (p)
     on conflict (vendor_id, id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  // The last word on each object, since one statement may not write a row twice.
  const together: EventHandler['together'] = async (transaction, events) => {
    const last = new Map(events.map(({ payload }) => [payload['id'], payload]));
    await transaction.query(upsert, [JSON.stringify([...last.values()])]);
  };
  return Object.assign((transaction: Transaction, event: ToldEvent) => together(transaction, [event]), {
    together,
  });
}
