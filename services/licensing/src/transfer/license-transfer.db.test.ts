import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { perform } from '@mainstay/kernel/act/perform';
import { openResaleStage, type ResaleStage } from '../../../../test/harness/resale.js';
import { meet } from '../../../../test/harness/waiting.js';
import { licenseTables } from './license-tables.js';
import { licenseTransfer, type LicenseTransfer } from './license-transfer.js';

let stage: ResaleStage;
let vendorId: string;
let reseller: string;
let customer: string;
let rowsOf: ResaleStage['rowsOf'];
let cover: ResaleStage['cover'];

beforeAll(async () => {
  stage = await openResaleStage();
  ({ vendorId, reseller, customer, rowsOf, cover } = stage);
});
afterAll(() => stage.close());

/** A license that is still the reseller's own, bought by an order if told. */
const license = (orderId?: string) =>
  stage.license({ owner: reseller, ...(orderId === undefined ? {} : { orderId }) });

const transfer = (input: Partial<LicenseTransfer>, by = 'cronwell.reseller') =>
  stage.act(by, licenseTransfer, input);
const refused = (...codes: string[]) => ({ done: false, refusals: codes.map((code) => ({ code })) });
const ownerOf = async (id: string) =>
  (await rowsOf<{ account_id: string }>('select account_id from license where id = $1', id))[0]?.account_id;
const named = (name: string) =>
  rowsOf<{ id: string; kind: string; reseller_id: string; country: string }>(
    'select id, kind, reseller_id, country from account where vendor_id = $1 and name = $2',
    vendorId,
    name,
  );

/** A row of the license in each table that has any; tells the pack that covers it. */
async function fill(licenseId: string): Promise<string> {
  await cover({
    ...{ id: `cov-${licenseId}`, kind: 'LICENSE', subject: licenseId },
    days: ['2026-06-01', '2027-06-01'],
  });
  const owned = [vendorId, licenseId, reseller];
  const pack = await stage.pack({ purchasedOn: '2026-06-01' });
  await rowsOf("update maintenance_code set state = 'ASSOCIATED' where id = $1", pack);
  await rowsOf(
    `insert into maintenance_association (vendor_id, id, account_id, reseller_id, maintenance_code_id, subject_kind,
       subject_id, period_id, bundled, associated_at)
     values ($1, 'mta-' || $2::text, $3, $3, $4, 'LICENSE', $2, 'cov-' || $2::text, true, '2026-06-01')`,
    ...[...owned, pack],
  );
  await rowsOf(
    `insert into cover_use (vendor_id, account_id, reseller_id, license_id, kind, object_id, used_on)
     values ($1, $3, $3, $2, 'TICKET', 'tkt_1', '2026-07-01')`,
    ...owned,
  );
  await rowsOf(
    `insert into awaited_cover (vendor_id, id, account_id, reseller_id, license_id, term, plan_id, plan_version)
     values ($1, 'awc-' || $2::text, $3, $3, $2, 'P1M', $4, 1)`,
    ...[...owned, stage.planId],
  );
  return pack;
}

test('every table whose rows are of a license and belong to an account goes along, or stays with a reason', async () => {
  const rows = await rowsOf<{ name: string }>(
    `select a.table_name as name from information_schema.columns a
     join information_schema.columns l using (table_schema, table_name)
     where table_schema = 'public' and a.column_name = 'account_id' and l.column_name = 'license_id' order by 1`,
  );
  // Where it was at a site or a line of a contract is theirs to keep.
  expect(rows.map(({ name }) => name)).toEqual([...licenseTables, 'contract_line', 'site_member'].sort());
});

describe('one license to a company by its written name', () => {
  test('makes the company, takes all along that is of the license, and is told', async () => {
    const id = await license();
    const pack = await fill(id);
    const outcome = await transfer({
      licenses: [{ licenseId: id, companyName: '  Newly Found Ltd ' }],
    });
    expect(outcome).toMatchObject({ done: true, result: { count: '1', license0: id } });
    const [made] = await named('Newly Found Ltd');
    const [own] = await rowsOf<{ country: string }>('select country from account where id = $1', reseller);
    expect(made).toMatchObject({ kind: 'CUSTOMER', reseller_id: reseller, country: own?.country });
    for (const table of ['license', ...licenseTables]) {
      const owners = await rowsOf(
        `select distinct account_id, reseller_id from ${table} where ${table === 'license' ? 'id' : 'license_id'} = $1`,
        id,
      );
      const has = ['activation', 'license_file'].includes(table)
        ? []
        : [{ account_id: made?.id, reseller_id: reseller }];
      expect({ table, owners }).toEqual({ table, owners: has });
    }
    // What was used to buy it stays with who bought it.
    expect(await rowsOf('select account_id from maintenance_code where id = $1', pack)).toEqual([
      { account_id: reseller },
    ]);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'licenseTransfer', account_id: reseller });
    expect(events.map(({ type, aggregate }) => `${String(type)} ${String(aggregate)}`).sort()).toEqual(
      [`account.created ${String(made?.id)}`, `license.changed ${id}`, `license.transferred ${id}`].sort(),
    );
  });

  test('finds the one that is there, in any case, and never one of another reseller', async () => {
    const [other] = await rowsOf<{ id: string; name: string }>(
      `select id, name from account where vendor_id = $1 and kind = 'CUSTOMER' and reseller_id is distinct from $2
       order by id limit 1`,
      ...[vendorId, reseller],
    );
    const [known] = await rowsOf<{ name: string }>('select name from account where id = $1', customer);
    const [first, second] = [await license(), await license()];
    const outcome = await transfer({
      licenses: [
        { licenseId: first, companyName: String(known?.name).toUpperCase() },
        { licenseId: second, companyName: String(other?.name) },
      ],
    });
    expect(outcome).toMatchObject({ done: true });
    expect(await ownerOf(first)).toBe(customer);
    const found = await named(String(other?.name));
    expect(found.map(({ reseller_id: of }) => of)).toContain(reseller);
    expect(await ownerOf(second)).not.toBe(other?.id);
  });

  test('finds it however many spaces part its words, here and there', async () => {
    const ids = [await license(), await license(), await license()];
    for (const [at, companyName] of ['North  Works', ' north works ', 'NORTH   Works'].entries())
      expect(await transfer({ licenses: [{ licenseId: ids[at] ?? '', companyName }] })).toMatchObject({
        done: true,
      });
    const owners = await Promise.all(ids.map(ownerOf));
    expect(new Set(owners).size).toBe(1);
    expect(await named('North  Works')).toMatchObject([{ id: owners[0] }]);
  });

  test('makes a company once, however often it is written and whoever comes at once', async () => {
    const pairs = [
      [await license(), await license()],
      [await license(), await license()],
    ];
    const outcomes = await meet(
      stage.owner,
      { table: 'account', id: reseller },
      pairs.map(([first = '', second = '']) => () => {
        const licenses = [
          { licenseId: first, companyName: 'Only Once Ltd' },
          { licenseId: second, companyName: 'only once LTD ' },
        ];
        return transfer({ licenses });
      }),
    );
    expect(outcomes.map(({ done }) => done)).toEqual([true, true]);
    expect(
      await rowsOf("select id from account where vendor_id = $1 and name_key = 'only once ltd'", vendorId),
    ).toHaveLength(1);
  });
});

describe('a whole order', () => {
  test('goes to one customer with all of it that is left, and then nothing is', async () => {
    const orderId = 'order-of-three';
    const [first, ...rest] = [await license(orderId), await license(orderId), await license(orderId)];
    await transfer({ licenses: [{ licenseId: first, companyName: 'First Of Three Ltd' }] });
    const outcome = await transfer({ orderId, customerId: customer });
    expect(outcome).toMatchObject({ done: true, result: { count: '2' } });
    for (const id of rest) expect(await ownerOf(id)).toBe(customer);
    expect(await ownerOf(first)).not.toBe(customer);
    const before = await stage.trail();
    expect(await transfer({ orderId, customerId: customer })).toMatchObject(refused('NOTHING_TO_TRANSFER'));
    expect(await stage.trail()).toBe(before);
  });

  test('of which one cannot go stays whole', async () => {
    const orderId = 'order-with-a-line';
    const [free, line] = [await license(orderId), await license(orderId)];
    await rowsOf(
      `insert into contract (vendor_id, id, account_id, reseller_id, number) values ($1, 'con-1', $2, $2, 'C-TEST-1')`,
      ...[vendorId, reseller],
    );
    await rowsOf(
      `insert into contract_line (vendor_id, id, account_id, reseller_id, contract_id, license_id, quantity,
         yearly_price_minor, from_on) values ($1, 'cln-1', $2, $2, 'con-1', $3, 1, 1000, '2026-01-01')`,
      ...[vendorId, reseller, line],
    );
    expect(await transfer({ orderId, companyName: 'Never Made Ltd' })).toMatchObject({
      refusals: [{ code: 'ON_CONTRACT', facts: { licenseId: line } }],
    });
    expect([await ownerOf(free), await named('Never Made Ltd')]).toEqual([reseller, []]);
  });

  test('asked twice with one key goes once', async () => {
    const orderId = 'order-by-key';
    await license(orderId);
    const asked = { orderId, companyName: 'By Key Ltd', idempotencyKey: 'transfer-by-key' };
    const first = await transfer(asked);
    expect(first).toMatchObject({ done: true });
    expect(await transfer(asked)).toEqual(first);
    expect(await named('By Key Ltd')).toHaveLength(1);
  });

  test('that two want at once goes to one of them', async () => {
    const orderId = 'order-at-once';
    const id = await license(orderId);
    const outcomes = await meet(stage.owner, { table: 'account', id: reseller }, [
      () => transfer({ orderId, companyName: 'Here Ltd' }),
      () => transfer({ orderId, companyName: 'There Ltd' }),
      () => transfer({ licenses: [{ licenseId: id, companyName: 'Other Place Ltd' }] }),
    ]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    const made = await rowsOf(
      "select id from account where name in ('Here Ltd', 'There Ltd', 'Other Place Ltd')",
    );
    expect(made).toHaveLength(1);
  });
});

test('a license leaves its site, keeps the days that the site gave it, and what was paid for itself runs on', async () => {
  const id = await license();
  await rowsOf(
    `insert into site (vendor_id, id, account_id, reseller_id, product_id, name) values ($1, 'sit-1', $2, $2, $3, 'North')`,
    ...[vendorId, reseller, stage.productId],
  );
  await rowsOf(
    `insert into site_member (vendor_id, id, account_id, reseller_id, site_id, license_id, joined_on)
     values ($1, 'sim-1', $2, $2, 'sit-1', $3, '2026-03-01')`,
    ...[vendorId, reseller, id],
  );
  await cover({ id: 'cov-site', kind: 'SITE', subject: 'sit-1', days: ['2026-01-10', '2027-01-10'] });
  await cover({ id: 'cov-own', kind: 'LICENSE', subject: id, days: ['2026-09-01', '2026-12-01'] });
  expect(await transfer({ licenses: [{ licenseId: id, customerId: customer }] })).toMatchObject({
    done: true,
  });
  // The fixed day is 2026-11-02: the site's days before its own are over, and those of today on are the site's.
  expect(
    await rowsOf(
      `select starts_on::text, expires_on::text, account_id from coverage_period where subject_id = $1 order by starts_on`,
      id,
    ),
  ).toMatchObject([
    { starts_on: '2026-03-01', expires_on: '2026-09-01', account_id: customer },
    { starts_on: '2026-09-01', expires_on: '2026-12-01', account_id: customer },
  ]);
  expect(await rowsOf("select left_on::text, account_id from site_member where id = 'sim-1'")).toEqual([
    { left_on: '2026-11-02', account_id: reseller },
  ]);
  expect(await rowsOf('select covered_until::text from license where id = $1', id)).toEqual([
    { covered_until: '2026-12-01' },
  ]);
  const { events } = await stage.left();
  expect(events.map(({ type }) => type)).toContain('site.memberRemoved');
});

describe('who may, and what', () => {
  test("an administrator hands on what is any reseller's, to a customer of that reseller", async () => {
    const id = await license();
    expect(
      await transfer({ licenses: [{ licenseId: id, customerId: customer }] }, 'cronwell.admin'),
    ).toMatchObject({ done: true });
    expect(await ownerOf(id)).toBe(customer);
  });

  test("what is a customer's goes no further, and what is of others is not there", async () => {
    const [mine, gone] = [await license(), await stage.license()];
    expect(await transfer({ licenses: [{ licenseId: gone, companyName: 'Again Ltd' }] })).toMatchObject(
      refused('ALREADY_TRANSFERRED'),
    );
    const [foreign] = await rowsOf<{ id: string }>(
      `select l.id from license l join account a on a.id = l.account_id
       where a.kind = 'RESELLER' and a.id <> $1 or l.vendor_id <> $2 order by l.id limit 1`,
      ...[reseller, vendorId],
    );
    const to = { companyName: 'Nobody Ltd' };
    expect(
      await transfer({
        licenses: [
          { licenseId: mine, ...to },
          { licenseId: foreign?.id ?? '', ...to },
        ],
      }),
    ).toMatchObject(refused('LICENSE_NOT_FOUND'));
    expect([await ownerOf(mine), await named('Nobody Ltd')]).toEqual([reseller, []]);
  });

  test("no key of a customer's own does, though it has the role of a partner", async () => {
    const viewer = { ...stage.viewerOf('cronwell.partner'), accountId: customer };
    const outlet = { consumers: ['support', 'billing'], nudge: () => undefined };
    const input = { licenses: [{ licenseId: await license(), companyName: 'Nobody Ltd' }] };
    const by = { ...viewer, databaseRole: 'app_customer' as const };
    await expect(
      perform({ database: stage.database, viewer: by, outlet }, licenseTransfer, input),
    ).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await named('Nobody Ltd')).toEqual([]);
  });

  test.each(['customer', 'agent', 'analyst'])('no %s does', async (part) => {
    const id = await license();
    await expect(
      transfer({ licenses: [{ licenseId: id, customerId: customer }] }, `cronwell.${part}`),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
