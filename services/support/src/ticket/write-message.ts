import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

export interface NewMessage {
  readonly ticketId: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly authorKind: 'CUSTOMER' | 'STAFF';
  readonly body: string;
  readonly public: boolean;
}

const insert = statement(
  'message.insert',
  `insert into ticket_message (vendor_id, id, account_id, reseller_id, ticket_id, author_kind, body, sent_at, public)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::timestamptz, $8::boolean)`,
);

export async function writeMessage(
  transaction: Transaction,
  { newId, now }: Instant,
  { ticketId, accountId, resellerId, authorKind, body, public: shown }: NewMessage,
): Promise<string> {
  const id = newId('msg');
  await transaction.query(insert, [id, accountId, resellerId, ticketId, authorKind, body, now, shown]);
  return id;
}
