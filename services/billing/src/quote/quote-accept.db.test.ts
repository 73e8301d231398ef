import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRenewalStage, type LicenseMade, type RenewalStage } from '../../../../test/harness/renewing.js';
import { waitingFor } from '../../../../test/harness/waiting.js';
import { quoteAccept } from './quote-accept.js';
import { quoteIssue } from './quote-issue.js';
import { quoteVoid } from './quote-void.js';

let stage: RenewalStage;
beforeAll(async () => {
  stage = await openRenewalStage();
});
afterAll(() => stage.close());

const customer = 'cronwell.customer';
const accept = (quoteId: string, as = customer, more = {}) =>
  stage.act(as, quoteAccept, { quoteId, ...more });

async function issued(subjectIds: readonly string[], as = customer): Promise<string> {
  const outcome = await stage.act(as, quoteIssue, { subjectIds });
  if (!outcome.done) throw new Error(`Refused: ${JSON.stringify(outcome.refusals)}`);
  return String(outcome.result['quoteId']);
}

async function quoted(made: LicenseMade = { expiresOn: '2026-12-15' }, as = customer) {
  const license = await stage.newLicense(made);
  return { license, quoteId: await issued([license], as) };
}

const tables = ['quote', 'quote_line', 'sales_order', 'order_line', 'invoice', 'invoice_line'];
async function leavesNothing(code: string, asked: () => Promise<object>): Promise<void> {
  const look = async () => {
    const held = await stage.owner.query('select * from renewal_hold order by subject_id');
    const counters = await stage.owner.query('select * from document_counter order by vendor_id, kind');
    const rows = [];
    for (const table of tables) rows.push(await stage.rows(table));
    return [await stage.trail(), held.rows, counters.rows, rows];
  };
  const before = await look();
  expect(await asked()).toMatchObject({ done: false, refusals: [{ code }] });
  expect(await look()).toEqual(before);
}

const rowOf = async (table: string, where: string, value: unknown) => {
  const { rows } = await stage.owner.query<Record<string, unknown>>(
    `select to_jsonb(t) as row from ${table} t where ${where} = $1`,
    [value],
  );
  return rows.map(({ row }) => row as Record<string, unknown>);
};

describe('accepting a quote', () => {
  test('freezes its price in an order with its invoice, leaves its entry, and is told', async () => {
    const { license, quoteId } = await quoted({ expiresOn: '2026-12-15', quantity: 3 });
    const outcome = await accept(quoteId, customer, { purchaseOrderNumber: ' PO 7 ' });
    expect(outcome).toMatchObject({ done: true, result: { quoteId } });
    const [quote] = await rowOf('quote', 'id', quoteId);
    const [order] = await rowOf('sales_order', 'quote_id', quoteId);
    const { accountId } = stage.roleOf(customer);
    const total = quote?.['total_minor'];
    expect(quote).toMatchObject({ state: 'ACCEPTED' });
    expect(order).toMatchObject({
      ...{ state: 'PLACED', account_id: accountId, customer_id: accountId, total_minor: total },
      ...{ pay_by: 'PURCHASE_ORDER', purchase_order_number: 'PO 7', currency: 'EUR' },
    });
    expect(await rowOf('order_line', 'order_id', order?.['id'])).toMatchObject([
      {
        ...{ kind: 'RENEWAL', subject_kind: 'LICENSE', subject_id: license, starts_on: '2026-12-15' },
        ...{ expires_on: '2027-12-15', terms: 1, base_expires_on: '2026-12-15', quantity: 1, units_each: 3 },
      },
    ]);
    const [invoice] = await rowOf('invoice', 'order_id', order?.['id']);
    expect(invoice).toMatchObject({ state: 'OPEN', due_on: '2026-12-02', total_minor: total });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'quoteAccept', account_id: accountId });
    expect(events).toMatchObject([
      { type: 'quote.accepted', aggregate: quoteId, payload: { orderId: order?.['id'] } },
    ]);
  });

  test('with a fee has it as a line of its own, and is due by the last day that it sells', async () => {
    const license = await stage.newLicense({ vendor: 'deskhaven', expiresOn: null, quantity: 2 });
    const contract = await stage.newContract('2025-11-10', [license]);
    const quoteId = await issued([contract], 'deskhaven.admin');
    expect(await accept(quoteId, 'deskhaven.customer')).toMatchObject({ done: true });
    const [order] = await rowOf('sales_order', 'quote_id', quoteId);
    const lines = await rowOf('order_line', 'order_id', order?.['id']);
    expect(lines.map(({ kind, subject_id: id }) => [kind, id])).toEqual([
      ['RENEWAL', contract],
      ['FEE', null],
    ]);
    // Its cover is over on 2026-11-10 already.
    const [invoice] = await rowOf('invoice', 'order_id', order?.['id']);
    expect(invoice).toMatchObject({ due_on: '2026-11-09' });
    const [quote] = await rowOf('quote', 'id', quoteId);
    expect(invoice?.['total_minor']).toBe(quote?.['total_minor']);
  });

  test('is done once by several at once, and once with the same key', async () => {
    const { quoteId } = await quoted();
    const answers = await Promise.all([accept(quoteId), accept(quoteId), accept(quoteId)]);
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    expect(await rowOf('sales_order', 'quote_id', quoteId)).toHaveLength(1);
    const other = await quoted();
    const asked = () => accept(other.quoteId, customer, { idempotencyKey: 'accepted' });
    for (const answer of await Promise.all([asked(), asked()])) expect(answer).toMatchObject({ done: true });
    expect(await rowOf('sales_order', 'quote_id', other.quoteId)).toHaveLength(1);
  });

  test('of two quotes for one license at once takes one of them', async () => {
    const { license, quoteId } = await quoted();
    const resellers = await issued([license], 'cronwell.reseller');
    const answers = await Promise.all([accept(quoteId), accept(resellers, 'cronwell.reseller')]);
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    expect(answers.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'RENEWAL_PENDING' }] });
    const { rows } = await stage.owner.query('select 1 from order_line where subject_id = $1', [license]);
    expect(rows).toHaveLength(1);
  });

  test('is refused where another took it after it was looked for', async () => {
    const { license, quoteId } = await quoted();
    const other = await issued([license], 'cronwell.reseller');
    const { accountId } = stage.roleOf(customer);
    await stage.owner.query('begin');
    await stage.owner.query(
      `insert into renewal_hold (vendor_id, subject_id, quote_id, account_id, held_at)
       select vendor_id, $2, id, $3, issued_at from quote where id = $1`,
      [other, license, accountId],
    );
    const asked = accept(quoteId);
    while ((await waitingFor(stage.owner)) < 1);
    await stage.owner.query('commit');
    expect(await asked).toMatchObject({ refusals: [{ code: 'RENEWAL_PENDING' }] });
    expect(await rowOf('sales_order', 'quote_id', quoteId)).toEqual([]);
  });

  test('is refused while another order renews it, which is named to who sees it', async () => {
    const { license, quoteId } = await quoted();
    const again = await issued([license]);
    await accept(quoteId);
    const [order] = await rowOf('sales_order', 'quote_id', quoteId);
    await leavesNothing('RENEWAL_PENDING', () => accept(again));
    expect(await accept(again)).toMatchObject({
      refusals: [{ facts: { subjectId: license, orderNumber: order?.['number'] } }],
    });
    await leavesNothing('RENEWAL_PENDING', () => stage.act(customer, quoteIssue, { subjectIds: [license] }));
    const asReseller = await stage.act('cronwell.reseller', quoteIssue, { subjectIds: [license] });
    expect(asReseller).toMatchObject({
      refusals: [{ code: 'RENEWAL_PENDING', facts: { orderNumber: null } }],
    });
  });

  test('is refused once cover ends on another day, or is of somebody else', async () => {
    const moved = await quoted();
    await stage.moveEnd(moved.license, '2027-12-15');
    await leavesNothing('QUOTE_OUTDATED', () => accept(moved.quoteId));
    expect(await accept(moved.quoteId)).toMatchObject({
      refusals: [{ facts: { quotedExpiresOn: '2026-12-15', expiresOn: '2027-12-15' } }],
    });
    const gone = await quoted();
    await stage.owner.query("update known_license set account_id = 'acc_other' where id = $1", [
      gone.license,
    ]);
    await leavesNothing('QUOTE_OUTDATED', () => accept(gone.quoteId));
    const revoked = await quoted();
    await stage.owner.query("update known_license set status = 'REVOKED' where id = $1", [revoked.license]);
    await leavesNothing('QUOTE_OUTDATED', () => accept(revoked.quoteId));
  });

  test('is refused once it holds no longer', async () => {
    const expired = await quoted();
    await stage.owner.query(
      "update quote set issued_on = '2026-10-01', valid_through = '2026-11-01' where id = $1",
      [expired.quoteId],
    );
    await leavesNothing('QUOTE_NOT_OPEN', () => accept(expired.quoteId));
    const voided = await quoted();
    await stage.act('cronwell.admin', quoteVoid, { quoteId: voided.quoteId, reason: 'Made in error' });
    await leavesNothing('QUOTE_NOT_OPEN', () => accept(voided.quoteId));
    await leavesNothing('PURCHASE_ORDER_NUMBER_INVALID', () =>
      accept(voided.quoteId, customer, { purchaseOrderNumber: ' ' }),
    );
  });

  test("is the buyer's alone, and nothing a former reseller may do", async () => {
    const { license, quoteId } = await quoted();
    await leavesNothing('QUOTE_NOT_FOUND', () => accept(quoteId, 'cronwell.reseller'));
    await leavesNothing('QUOTE_NOT_FOUND', () => accept(quoteId, 'deskhaven.admin'));
    const resellers = await issued([license], 'cronwell.reseller');
    await leavesNothing('QUOTE_NOT_FOUND', () => accept(resellers, customer));
    for (const part of ['agent', 'analyst'])
      await expect(accept(quoteId, `cronwell.${part}`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { accountId } = stage.roleOf(customer);
    await stage.owner.query('update known_account set reseller_id = null where id = $1', [accountId]);
    await leavesNothing('RESELLER_CHANGED', () => accept(resellers, 'cronwell.reseller'));
    await leavesNothing('RESELLER_CHANGED', () => accept(resellers, 'cronwell.admin'));
    expect(await accept(quoteId, 'cronwell.admin')).toMatchObject({ done: true });
  });
});
