import type DataLoader from 'dataloader';
import type { PageReader } from '@mainstay/kernel/db/page';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import { statement } from '@mainstay/kernel/db/scoped';

interface Found {
  readonly id: string;
}

const accounts = statement<Found>(
  'known.accounts',
  'select id from known_account where id = any($1::text[])',
);
const licenses = statement<Found>(
  'known.licenses',
  'select id from known_license where id = any($1::text[])',
);

/**
 * Which of licensing's rows the viewer sees, as far as billing was told. A document stays its buyer's for good, also
 * where a customer has gone to another reseller since: it must not go on naming what is none of its business (M10).
 */
export class KnownReads {
  readonly #accounts: DataLoader<string, Found | null>;
  readonly #licenses: DataLoader<string, Found | null>;

  constructor(reader: PageReader) {
    this.#accounts = rowsById(reader, () => accounts);
    this.#licenses = rowsById(reader, () => licenses);
  }

  account(id: string): Promise<Found | null> {
    return this.#accounts.load(id);
  }

  license(id: string): Promise<Found | null> {
    return this.#licenses.load(id);
  }
}
