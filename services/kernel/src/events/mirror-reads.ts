import { statement, type Transaction } from '../db/scoped.js';
import { toldColumns, type Mirror } from './mirror.js';

/** An object of which a mirror has no row, or another one than its event would write. */
export interface Lacking {
  readonly id: string;
  readonly missing: boolean;
}

/** What is asked of a mirror to find out whether it still is what the producer tells. */
export interface MirrorReads {
  /** Of whole objects as they are told now: those whose event would change something. */
  lacking(transaction: Transaction, payloads: readonly object[]): Promise<Lacking[]>;
  /** The ids that the mirror has, in its own order, from behind `after` on. */
  page(transaction: Transaction, after: string | null, atMost: number): Promise<string[]>;
}

/** Compared in the database and as the event would be written, so that nothing differs by the way it is read alone. */
export function mirrorReads(mirror: Mirror): MirrorReads {
  const { table } = mirror;
  const columns = toldColumns(mirror);
  const known = columns.map(([name]) => `m.${name}`).join(', ');
  const told = columns.map(([, value]) => value).join(', ');
  const lacking = statement<Lacking>(
    `mirror.lacking.${table}`,
    `select p->>'id' as id, m.id is null as missing
     from jsonb_array_elements($1::jsonb) as told (p)
     left join ${table} m on m.vendor_id = app.vendor() and m.id = p->>'id'
     where m.id is null or (${known}) is distinct from (${told}) order by 1`,
  );
  const page = statement<{ id: string }>(
    `mirror.page.${table}`,
    `select id from ${table} where vendor_id = app.vendor() and id > coalesce($1::text, '') order by id limit $2::int`,
  );
  return {
    lacking: (transaction, payloads) => transaction.query(lacking, [JSON.stringify(payloads)]),
    page: async (transaction, after, atMost) =>
      (await transaction.query(page, [after, atMost])).map(({ id }) => id),
  };
}
