import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { openQuoteStage, quoteVendor, type QuoteStage } from '../../../../test/harness/quoting.js';
import { licensingFacts } from './mirrors.js';

let stage: QuoteStage;

beforeAll(async () => {
  stage = await openQuoteStage();
});
afterAll(() => stage.close());

test('that a license is being renewed goes along with it, and nothing of other licenses', async () => {
  const of = (part: string) => stage.roleOf(`${quoteVendor}.${part}`);
  const [vendorId, reseller] = [of('admin').vendorId ?? '', of('reseller').accountId ?? ''];
  const customer = of('customer').accountId ?? '';
  const quoteId = await stage.newQuote({ buyer: 'reseller', customerId: reseller });
  for (const subject of ['lic-handed-on', 'lic-kept'])
    await stage.owner.query(
      `insert into renewal_hold (vendor_id, subject_id, quote_id, account_id, reseller_id, held_at)
       values ($1, $2, $3, $4, $4, '2026-11-02T12:00:00Z')`,
      [vendorId, subject, quoteId, reseller],
    );
  const event = {
    ...{ vendorId, id: randomUUID(), position: 1, type: 'license.transferred', aggregate: 'lic-handed-on' },
    occurredAt: '2026-11-02 12:00:00+00',
    payload: {
      ...{ licenseId: 'lic-handed-on', fromAccountId: reseller },
      ...{ toAccountId: customer, resellerId: reseller },
    },
  };
  const receipt = await receiveEvents({ database: stage.database, handlers: licensingFacts }, 'licensing', [
    event,
  ]);
  expect(receipt).toEqual({ applied: [event.id], failed: [] });
  const { rows } = await stage.owner.query(
    `select subject_id, account_id, reseller_id, quote_id from renewal_hold where subject_id like 'lic-%' and quote_id = $1
     order by 1`,
    [quoteId],
  );
  expect(rows).toEqual([
    { subject_id: 'lic-handed-on', account_id: customer, reseller_id: reseller, quote_id: quoteId },
    { subject_id: 'lic-kept', account_id: reseller, reseller_id: reseller, quote_id: quoteId },
  ]);
});
