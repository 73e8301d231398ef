import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/** What is numbered, each for itself. */
export type DocumentKind = 'INVOICE' | 'ORDER' | 'QUOTE';

/** Whoever comes second waits here until the first has committed, or has not: then the number is free again. */
const take = statement<{ last: number }>(
  'document.takeNumber',
  `insert into document_counter (vendor_id, kind, last) values (app.vendor(), $1::text, 1)
   on conflict (vendor_id, kind) do update set last = document_counter.last + 1 returning last`,
);

const marks: Readonly<Record<DocumentKind, string>> = { INVOICE: '', ORDER: 'O-', QUOTE: 'Q-' };

/**
 * The next number of a vendor's documents, without gaps: it is taken and written in one transaction (B6). An order takes
 * its own before its invoice's, so that two never wait for each other.
 */
export async function takeNumber(transaction: Transaction, kind: DocumentKind): Promise<string> {
  const [counted] = await transaction.query(take, [kind]);
  if (counted === undefined) throw new Error('A counter told no number.');
  return `${marks[kind]}${String(counted.last).padStart(6, '0')}`;
}
