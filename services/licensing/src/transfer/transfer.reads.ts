import type { PageReader } from '@mainstay/kernel/db/page';
import { statement } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { transferFaults, type TransferAsked } from './license-transfer.rules.js';
import { seeTransfer } from './load-transfer.js';
import { previewTransfer, type TransferPreview } from './transfer-preview.rules.js';

export interface ToldTransfer extends TransferPreview {
  /** Packs that are left to use with the products of what goes: they stay with who owns them now. */
  readonly stayingCodeIds: readonly string[];
}

const staying = statement<{ id: string }>(
  'transfer.staying',
  `select distinct c.purchased_on, c.id from maintenance_code c join license l using (vendor_id, account_id, product_id)
   where l.id = any($1::text[]) and c.state = 'UNUSED' order by c.purchased_on, c.id limit 100`,
);

/** What a transfer would do, for one request. */
export class TransferReads {
  constructor(private readonly reader: PageReader) {}

  async preview(asked: TransferAsked, today: CivilDate): Promise<ToldTransfer> {
    const refusals = transferFaults(asked);
    if (refusals.length > 0) return { licenses: [], refusals, count: 0, stayingCodeIds: [] };
    const { database, viewer, signal } = this.reader;
    const facts = await seeTransfer(
      (one, values) => database.read(viewer, one, values, signal),
      asked,
      today,
    );
    const preview = previewTransfer(facts, asked);
    const going = preview.licenses.filter(({ to }) => to !== null).map(({ licenseId }) => licenseId);
    const codes = await database.read(viewer, staying, [going], signal);
    return { ...preview, stayingCodeIds: codes.map(({ id }) => id) };
  }
}
