import type { Owner } from './databases.js';

/** Who is told licensing's facts. */
export const consumers = ['support', 'billing'] as const;
export type Consumer = (typeof consumers)[number];

/** A row as an event wrote it. */
export interface Write {
  readonly vendorId: string;
  readonly id: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A mail was claimed by a sender, at an instant of the machine's clock. */
export interface Claim {
  readonly id: string;
  readonly again: boolean;
  readonly atMs: number;
}

/**
 * A mirror looks the same however often an event is applied, so each write is noted in the transaction that makes it:
 * what was applied twice stands here twice, and what was rolled back does not stand here.
 */
const noteWrites = (table: string) => `
  create trigger faults_${table} after insert or update on ${table} for each row execute function faults_note()`;

const writes = `
  create table faults_write (place bigint generated always as identity, target text not null, written jsonb not null);
  create function faults_note() returns trigger language plpgsql security definer as $$
    begin insert into public.faults_write (target, written) values (tg_table_name, to_jsonb(new)); return null; end $$;
  ${noteWrites('known_account')};
  ${noteWrites('known_license')}`;

/** What is left in flight by a sender that died is claimed once more: the old state tells. */
const claims = `
  create table faults_claim (place bigint generated always as identity, mail_id text not null, again boolean not null,
    at timestamptz not null);
  create function faults_note() returns trigger language plpgsql security definer as $$
    begin insert into public.faults_claim (mail_id, again, at) values (new.id, old.state = 'SENDING', clock_timestamp());
    return null; end $$;
  create trigger faults_mail after update on mail for each row when (new.state = 'SENDING')
    execute function faults_note()`;

/** By the owner, before anything is done: no role of the house can see that it is watched. */
export async function watch(owner: Owner): Promise<void> {
  await owner.rows('licensing', claims);
  for (const consumer of consumers) await owner.rows(consumer, writes);
}

export async function writesOf(owner: Owner, consumer: Consumer, table: string): Promise<readonly Write[]> {
  return owner.rows<Write>(
    consumer,
    `select written->>'vendor_id' as "vendorId", written->>'id' as id, written as row
     from faults_write where target = $1 order by place`,
    [table],
  );
}

export async function claimsOf(owner: Owner): Promise<readonly Claim[]> {
  return owner.rows<Claim>(
    'licensing',
    `select mail_id as id, again, (extract(epoch from at) * 1000)::float8 as "atMs" from faults_claim order by place`,
  );
}

/**
 * Has what was delivered delivered once more, as somebody does who brings back a consumer from an older copy
 * (docs/operations.md); tells how many.
 */
export async function tellAgain(owner: Owner): Promise<number> {
  const again = await owner.rows(
    'licensing',
    `update event_delivery set delivered_at = null, attempts = 0, next_attempt_at = '-infinity'
     where delivered_at is not null returning event_id`,
  );
  return again.length;
}
