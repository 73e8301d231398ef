import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { licenseTransfer } from './license-transfer.js';
import type { TransferAsked } from './license-transfer.rules.js';
import { TransferReads } from './transfer.reads.js';

let stage: Stage;
let vendorId: string;
let reseller: string;
let customer: { readonly id: string; readonly name: string };
let productId: string;

const rowsOf = async <Row extends object>(text: string, ...values: unknown[]) =>
  (await stage.owner.query<Row>(text, values)).rows;

beforeAll(async () => {
  stage = await openStage('licensing');
  const role = stage.roleOf('cronwell.reseller');
  [vendorId, reseller] = [role.vendorId ?? '', role.accountId ?? ''];
  const [found] = await rowsOf<typeof customer>(
    "select id, name from account where reseller_id = $1 and kind = 'CUSTOMER' order by id limit 1",
    reseller,
  );
  customer = found ?? { id: '', name: '' };
  // A product of its own, so that no pack of the demo lies beside those of the test.
  productId = 'prd-previewed';
  await rowsOf(
    `insert into product select (jsonb_populate_record(p, '{"id": "prd-previewed", "slug": "previewed"}')).*
     from product p where p.vendor_id = $1 and p.slug = 'nightrun'`,
    vendorId,
  );
  for (const id of ['lic-a', 'lic-b'])
    await rowsOf(
      `insert into license (vendor_id, id, account_id, reseller_id, product_id, activation_code, code_key, metric, quantity,
         status, purchased_on, order_id, prereleases, created_at)
       values ($1, $2, $3, $3, $4, $2, upper($2), 'SERVER', 1, 'ACTIVE', '2024-01-01', 'previewed', false, '2024-01-01')`,
      ...[vendorId, id, reseller, productId],
    );
  for (const [id, owner, state] of [
    ['mtc-left', reseller, 'UNUSED'],
    ['mtc-used', reseller, 'ASSOCIATED'],
    ['mtc-theirs', customer.id, 'UNUSED'],
  ])
    await rowsOf(
      `insert into maintenance_code (vendor_id, id, account_id, reseller_id, product_id, code, code_key, metric, term,
         purchased_on, state, created_at)
       values ($1, $2, $3, $4, $5, $2, upper($2), 'LICENSE', 'P12M', '2026-06-01', $6, '2026-06-01')`,
      ...[vendorId, id, owner, reseller, productId, state],
    );
});
afterAll(() => stage.close());

const preview = (asked: TransferAsked, by: Partial<Viewer> = {}) => {
  const viewer = { ...stage.viewerOf('cronwell.reseller'), ...by };
  return new TransferReads({ database: stage.database, viewer }).preview(asked, '2026-11-02');
};

test('a whole order tells where it goes and which packs stay, and does nothing', async () => {
  const before = await stage.trail();
  const known = { kind: 'KNOWN', accountId: customer.id };
  expect(await preview({ orderId: 'previewed', companyName: ` ${customer.name.toUpperCase()}` })).toEqual({
    count: 2,
    licenses: [
      { licenseId: 'lic-a', to: known, refusals: [] },
      { licenseId: 'lic-b', to: known, refusals: [] },
    ],
    refusals: [],
    stayingCodeIds: ['mtc-left'],
  });
  expect(await stage.trail()).toBe(before);
  expect(await rowsOf("select distinct account_id from license where order_id = 'previewed'")).toEqual([
    { account_id: reseller },
  ]);
});

test('one to a company that is not there yet would make it; after the transfer it is found, and that one is gone', async () => {
  const item = { licenseId: 'lic-a', companyName: 'Shown First Ltd' };
  expect((await preview({ licenses: [item] })).licenses).toMatchObject([
    { to: { kind: 'NEW', name: 'Shown First Ltd' }, refusals: [] },
  ]);
  expect(await rowsOf("select id from account where name = 'Shown First Ltd'")).toEqual([]);
  expect(await stage.act('cronwell.reseller', licenseTransfer, { licenses: [item] })).toMatchObject({
    done: true,
  });
  const [made] = await rowsOf<{ id: string }>("select id from account where name = 'Shown First Ltd'");
  const both = [item, { ...item, licenseId: 'lic-b' }];
  expect(await preview({ licenses: both })).toMatchObject({
    count: 0,
    licenses: [
      { licenseId: 'lic-a', to: null, refusals: [{ code: 'ALREADY_TRANSFERRED' }] },
      { licenseId: 'lic-b', to: { kind: 'KNOWN', accountId: made?.id }, refusals: [] },
    ],
  });
});

test("what is another tenant's or another reseller's is not there, and neither are their customers", async () => {
  const asked = { licenses: [{ licenseId: 'lic-b', companyName: 'Nobody Ltd' }] };
  const [rival] = await rowsOf<{ accountId: string }>(
    `select id as "accountId" from account where vendor_id = $1 and kind = 'RESELLER' and id <> $2 order by id limit 1`,
    ...[vendorId, reseller],
  );
  for (const other of [rival, stage.viewerOf('deskhaven.reseller'), stage.viewerOf('deskhaven.admin')])
    expect(await preview(asked, other)).toMatchObject({
      count: 0,
      licenses: [{ refusals: [{ code: 'LICENSE_NOT_FOUND' }] }],
      stayingCodeIds: [],
    });
  const [others] = await rowsOf<{ id: string; name: string }>(
    `select id, name from account where vendor_id = $1 and kind = 'CUSTOMER' and reseller_id is distinct from $2
     order by id limit 1`,
    ...[vendorId, reseller],
  );
  const to = (customerId: string) => preview({ orderId: 'previewed', customerId });
  expect(await to(others?.id ?? '')).toMatchObject({ count: 0, refusals: [{ code: 'CUSTOMER_NOT_FOUND' }] });
  expect(await to(customer.id)).toMatchObject({ count: 1, refusals: [] });
  expect(
    (await preview({ orderId: 'previewed', companyName: others?.name ?? '' })).licenses[0]?.to,
  ).toMatchObject({ kind: 'NEW' });
});
