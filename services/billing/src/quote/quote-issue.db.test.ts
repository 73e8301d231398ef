import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testNow } from '../../../../test/harness/graph.js';
import { openRenewalStage, type RenewalStage } from '../../../../test/harness/renewing.js';
import { quoteIssue } from './quote-issue.js';

let stage: RenewalStage;
beforeAll(async () => {
  stage = await openRenewalStage();
});
afterAll(() => stage.close());

const issue = (as: string, subjectIds: readonly string[], more = {}) =>
  stage.act(as, quoteIssue, { subjectIds, ...more });
const idOf = async (asked: ReturnType<typeof issue>) => {
  const outcome = await asked;
  if (!outcome.done) throw new Error(`Refused: ${JSON.stringify(outcome.refusals)}`);
  return String(outcome.result['quoteId']);
};
const quoteOf = async (id: string) => {
  const { rows } = await stage.owner.query<Record<string, unknown>>('select * from quote where id = $1', [
    id,
  ]);
  return rows[0] ?? {};
};
const linesOf = async (id: string) => {
  const { rows } = await stage.owner.query<Record<string, unknown>>(
    `select kind, subject_kind, subject_id, license_id, starts_on::text, expires_on::text, terms, base_expires_on::text,
       quantity, unit_minor::int, net_minor::int from quote_line where quote_id = $1 order by position`,
    [id],
  );
  return rows;
};

async function leavesNothing(code: string, asked: () => Promise<object>): Promise<void> {
  const look = async () => [await stage.trail(), await stage.rows('quote'), await stage.rows('quote_line')];
  const before = await look();
  expect(await asked()).toMatchObject({ done: false, refusals: [{ code }] });
  expect(await look()).toEqual(before);
}

describe('a quote', () => {
  test('is written with its lines, its end and its entry, and is told', async () => {
    const license = await stage.newLicense({ expiresOn: '2026-12-15', quantity: 3 });
    const unit = await stage.yearly(license);
    const id = await idOf(issue('cronwell.customer', [license]));
    const { accountId, vendorId } = stage.roleOf('cronwell.customer');
    const row = await quoteOf(id);
    expect(row).toMatchObject({ state: 'OPEN', account_id: accountId, customer_id: accountId });
    expect(row).toMatchObject({ reseller_id: null, net_minor: String(3 * unit), notice_id: null });
    expect(await linesOf(id)).toEqual([
      {
        ...{ kind: 'PERIOD', subject_kind: 'LICENSE', subject_id: license, license_id: license },
        ...{ starts_on: '2026-12-15', expires_on: '2027-12-15', terms: 1, base_expires_on: '2026-12-15' },
        ...{ quantity: 3, unit_minor: unit, net_minor: 3 * unit },
      },
    ]);
    const due = await stage.owner.query(
      "select from due_work where vendor_id = $1 and kind = 'quote-expiry' and key = $2 and due_at = '2026-12-15T23:00:00Z'",
      [vendorId, id],
    );
    // Through the end of the cover that it renews, in Stockholm.
    expect(due.rowCount).toBe(1);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'quoteIssue', account_id: accountId });
    expect(events).toMatchObject([
      {
        ...{ type: 'quote.issued', aggregate: id },
        payload: {
          ...{ quoteId: id, number: row['number'], accountId, customerId: accountId },
          ...{ validThrough: '2026-12-15', noticeKey: null, subjects: [{ kind: 'LICENSE', id: license }] },
          total: { amountMinor: Number(row['total_minor']), currency: 'EUR' },
        },
      },
    ]);
  });

  test('of a contract is one line for all that it covers, with a fee of its own on day 61', async () => {
    const licenses = [
      await stage.newLicense({ vendor: 'deskhaven', expiresOn: null, quantity: 2 }),
      await stage.newLicense({ vendor: 'deskhaven', expiresOn: null, quantity: 3 }),
    ];
    const contract = await stage.newContract('2026-09-02', licenses);
    const unit = await stage.yearly(licenses[0] ?? '');
    // Either license stands for the contract, and so do both.
    const id = await idOf(issue('deskhaven.admin', licenses));
    const fee = Math.round((5 * unit) / 10);
    expect(await linesOf(id)).toMatchObject([
      {
        ...{ kind: 'PERIOD', subject_kind: 'CONTRACT', subject_id: contract, license_id: null },
        ...{ starts_on: '2026-09-02', expires_on: '2027-09-02', quantity: 1, net_minor: 5 * unit },
      },
      { kind: 'FEE', subject_id: contract, terms: null, base_expires_on: null, net_minor: fee },
    ]);
    await stage.moveEnd(contract, '2026-09-03');
    expect(await linesOf(await idOf(issue('deskhaven.admin', [contract])))).toHaveLength(1);
  });

  test('is made out to whoever asks, at the prices of its own list', async () => {
    const license = await stage.newLicense({ expiresOn: '2026-12-15' });
    const [customer, reseller] = ['cronwell.customer', 'cronwell.reseller'].map(
      (name) => stage.roleOf(name).accountId,
    );
    const own = await idOf(issue('cronwell.reseller', [license]));
    expect(await quoteOf(own)).toMatchObject({
      account_id: reseller,
      reseller_id: reseller,
      customer_id: customer,
    });
    expect(await quoteOf(own)).toMatchObject({ net_minor: String(await stage.yearly(license, 'RESELLER')) });
    const byStaff = await idOf(issue('cronwell.admin', [license], { accountId: reseller }));
    expect(await quoteOf(byStaff)).toMatchObject({ account_id: reseller });
    const direct = await idOf(issue('cronwell.admin', [license]));
    expect(await quoteOf(direct)).toMatchObject({ account_id: customer, reseller_id: null });
    await leavesNothing('BUYER_INVALID', () =>
      issue('cronwell.customer', [license], { accountId: reseller }),
    );
    await leavesNothing('BUYER_INVALID', () =>
      issue('cronwell.reseller', [license], { accountId: customer }),
    );
    await leavesNothing('BUYER_INVALID', () => issue('cronwell.admin', [license], { accountId: 'acc_0' }));
    const other = await stage.owner.query<{ id: string }>(
      'select a.id from known_account a where a.vendor_id = $1 and a.id not in ($2, $3) limit 1',
      [stage.roleOf('cronwell.admin').vendorId, customer, reseller],
    );
    await leavesNothing('BUYER_INVALID', () =>
      issue('cronwell.admin', [license], { accountId: other.rows[0]?.id }),
    );
  });

  test('with the same key is issued once', async () => {
    const license = await stage.newLicense({ expiresOn: '2026-12-15' });
    const asked = () => issue('cronwell.customer', [license], { idempotencyKey: 'once' });
    const ids = await Promise.all([idOf(asked()), idOf(asked()), idOf(asked())]);
    expect(new Set(ids).size).toBe(1);
    const { rowCount } = await stage.owner.query('select from quote_line where subject_id = $1', [license]);
    expect(rowCount).toBe(1);
  });

  test('is for what can be renewed alone, and refused it leaves nothing', async () => {
    const license = await stage.newLicense({ expiresOn: '2026-12-15' });
    await leavesNothing('SUBJECTS_INVALID', () => issue('cronwell.admin', []));
    await leavesNothing('SUBJECTS_INVALID', () => issue('cronwell.admin', [license, license]));
    await leavesNothing('YEARS_INVALID', () => issue('cronwell.admin', [license], { years: 0 }));
    await leavesNothing('YEARS_INVALID', () => issue('cronwell.admin', [license], { years: 11 }));
    await leavesNothing('SUBJECT_NOT_FOUND', () => issue('deskhaven.admin', [license]));
    const neighbors = await stage.newLicense({ expiresOn: '2026-12-15' });
    await stage.owner.query(
      `update known_license l set account_id = a.id, reseller_id = null from known_account a
       where l.id = $1 and a.vendor_id = l.vendor_id and a.id <> l.account_id and a.kind = 'CUSTOMER'`,
      [neighbors],
    );
    await leavesNothing('SUBJECT_NOT_FOUND', () => issue('cronwell.customer', [neighbors]));
    await leavesNothing('SUBJECT_NOT_FOUND', () => issue('cronwell.reseller', [neighbors]));
    await leavesNothing('ACCOUNTS_DIFFER', () => issue('cronwell.admin', [license, neighbors]));
    const never = await stage.newLicense({ expiresOn: null });
    await leavesNothing('NEVER_COVERED', () => issue('cronwell.customer', [never]));
    const revoked = await stage.newLicense({ expiresOn: '2026-12-15', status: 'REVOKED' });
    await leavesNothing('LICENSE_NOT_ACTIVE', () => issue('cronwell.customer', [revoked]));
    const credits = await stage.newLicense({ vendor: 'cartwright', expiresOn: null });
    await leavesNothing('COVER_NOT_SOLD', () => issue('cartwright.customer', [credits]));
  });
});

describe('what a renewal would cost', () => {
  const document = `query ($of: [_Any!]!, $years: Int, $asOf: Date) { _entities(representations: $of) { ... on License {
    renewalQuote(years: $years, asOf: $asOf) { accepted leading years leastYears validThrough asOf
      lines { kind startsOn expiresOn net { amount } } total { currency } rules { code verdict facts { name value } } } } } }`;
  const ask = async (licenseId: string, { as = 'deskhaven.customer', now = testNow, ...variables }) => {
    const of = [{ __typename: 'License', id: licenseId }];
    const { data, codes } = await stage.ask(document, { as, now, variables: { of, ...variables } });
    const [entity] = (data?.['_entities'] ?? []) as { renewalQuote: Record<string, unknown> | null }[];
    return { quote: entity?.renewalQuote ?? null, codes };
  };
  let license: string;
  let unit: string;
  beforeAll(async () => {
    license = await stage.newLicense({ vendor: 'deskhaven', expiresOn: null });
    await stage.newContract('2026-01-01', [license]);
    unit = ((await stage.yearly(license)) / 100).toFixed(2);
  });

  test.each([
    ['2025-12-20', ['PERIOD'], 1],
    ['2026-03-02', ['PERIOD'], 1],
    ['2026-03-03', ['PERIOD', 'FEE'], 1],
    ['2027-06-10', ['PERIOD', 'FEE'], 2],
  ])('as of %s is %j for years: %i', async (asOf, kinds, years) => {
    const before = await stage.trail();
    const { quote } = await ask(license, { asOf });
    expect(quote).toMatchObject({ accepted: true, leading: null, years, leastYears: years, asOf });
    const lines = quote?.['lines'] as { kind: string; startsOn: string | null; net: { amount: string } }[];
    expect(lines.map(({ kind }) => kind)).toEqual(kinds);
    expect(lines[0]).toMatchObject({ startsOn: '2026-01-01', expiresOn: `${String(2026 + years)}-01-01` });
    if (years === 1) expect(lines[0]?.net.amount).toBe(unit);
    expect(await stage.trail()).toBe(before);
  });

  test('says why it is not offered, and what each rule saw', async () => {
    const { quote } = await ask(license, { asOf: '2027-06-10', years: 1 });
    expect(quote).toMatchObject({ accepted: false, leading: 'YEARS_TOO_FEW', lines: [], total: null });
    expect(quote?.['rules']).toContainEqual({
      ...{ code: 'YEARS_TOO_FEW', verdict: 'FAILED' },
      facts: expect.arrayContaining([{ name: 'leastYears', value: '2' }]),
    });
  });

  test('is nothing to who sees no money, nor of what is not theirs, and of no years at all', async () => {
    expect((await ask(license, { as: 'deskhaven.agent' })).quote).toBeNull();
    expect((await ask(license, { as: 'cronwell.admin' })).quote).toBeNull();
    expect(await ask(license, { years: 0 })).toMatchObject({ quote: null, codes: ['BAD_USER_INPUT'] });
  });
});
