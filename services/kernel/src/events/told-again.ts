import { randomBytes } from 'node:crypto';
import type { Telling } from '../act/act.js';
import { statement, type Transaction } from '../db/scoped.js';
import { newId } from '../values/ids.js';

/** A kind of object that a service has told others whole and can tell again. */
export interface ToldAgain {
  /** The mirror that keeps it with whoever needs it. */
  readonly mirror: string;
  /** Ids in their order, from behind `after` on. */
  page(transaction: Transaction, after: string | null, atMost: number): Promise<string[]>;
  /** Those that there are. */
  present(transaction: Transaction, ids: readonly string[]): Promise<string[]>;
  /** Those that there are, each held as by an act that changes it, until the transaction ends. */
  lock(transaction: Transaction, ids: readonly string[]): Promise<string[]>;
  tell(transaction: Transaction, ids: readonly string[]): Promise<Telling[]>;
}

export interface ToldAgainInput extends Pick<ToldAgain, 'mirror' | 'tell'> {
  /** Where the objects are. */
  readonly table: string;
  /** The column of their ids; `id` unless told. */
  readonly id?: string;
}

export function toldAgain({ mirror, table, id = 'id', tell }: ToldAgainInput): ToldAgain {
  const of = (verb: string, condition: string) =>
    statement<{ id: string }>(
      `toldAgain.${verb}.${table}`,
      `select ${id} as id from ${table} where vendor_id = app.vendor() and ${condition}`,
    );
  const page = of('page', `${id} > coalesce($1::text, '') order by ${id} limit $2::int`);
  const present = of('present', `${id} = any($1::text[]) order by ${id}`);
  const lock = of('lock', `${id} = any($1::text[]) order by ${id} for no key update`);
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);
  return {
    mirror,
    page: async (transaction, after, atMost) => idsOf(await transaction.query(page, [after, atMost])),
    present: async (transaction, ids) => idsOf(await transaction.query(present, [ids])),
    lock: async (transaction, ids) => idsOf(await transaction.query(lock, [ids])),
    tell,
  };
}

/** An aggregate of which something is owed to a consumer still. */
export interface Waiting {
  readonly id: string;
  /** Whether it waits for a person, at or behind an event that was given up. */
  readonly held: boolean;
}

const waiting = statement<Waiting>(
  'event.waiting',
  `select aggregate as id, bool_or(gave_up_at is not null) as held from event_delivery
   where vendor_id = app.vendor() and consumer = $1::text and delivered_at is null and aggregate = any($2::text[])
   group by aggregate`,
);

/** What of these is on its way to the consumer. */
export function waitingFor(
  transaction: Transaction,
  consumer: string,
  ids: readonly string[],
): Promise<Waiting[]> {
  return transaction.query(waiting, [consumer, ids]);
}

const owe = statement(
  'event.owe',
  `with told as (
     insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
     select app.vendor(), e->>'id', e->>'type', e->>'aggregate', e->'payload', $2::timestamptz
     from jsonb_array_elements($1::jsonb) as given (e)
   )
   insert into event_delivery (vendor_id, event_id, consumer, aggregate)
   select app.vendor(), e->>'id', $3::text, e->>'aggregate' from jsonb_array_elements($1::jsonb) as given (e)`,
);

/** Owes facts to one consumer alone: the others have them. They are told at `now`, a real instant in ISO 8601. */
export async function oweAgain(
  transaction: Transaction,
  { consumer, tellings, now }: { consumer: string; tellings: readonly Telling[]; now: string },
): Promise<void> {
  if (tellings.length === 0) return;
  const nowMs = Date.parse(now);
  const events = tellings.map((telling) => ({ id: newId('evt', nowMs, randomBytes), ...telling }));
  await transaction.query(owe, [JSON.stringify(events), now, consumer]);
}
