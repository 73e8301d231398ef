import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { SubgraphExecutor } from '@mainstay/kernel/graph/executor';
import { testNow } from '../../../../test/harness/graph.js';
import { openQuoteStage, quoteVendor, type QuoteStage } from '../../../../test/harness/quoting.js';
import { BillingContext } from '../context.js';
import { buildBilling } from '../subgraph.js';

let stage: QuoteStage;
let executor: SubgraphExecutor;

beforeAll(async () => {
  stage = await openQuoteStage();
  const { name, schema } = await buildBilling();
  const shared = { database: stage.database, outlet: noOutlet, clock: () => testNow };
  executor = createExecutor({
    ...{ name, schema, logger: { warn: () => undefined, error: () => undefined } },
    context: ({ viewer, signal }) => new BillingContext(shared, viewer, signal),
  });
});
afterAll(() => stage.close());

interface Asked {
  readonly as?: string;
  readonly now?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

async function ask(document: string, { as = 'admin', now = testNow, variables = {} }: Asked = {}) {
  const viewer = { ...stage.viewerOf(`${quoteVendor}.${as}`), now, scopes: ['billing:read'] };
  const { data, errors } = await executor({
    ...{ document: parse(document), variables, viewer, requestId: 'test' },
  });
  return { data: data ?? null, codes: (errors ?? []).map(({ extensions }) => extensions?.['code']) };
}

const one = (id: string, more: Omit<Asked, 'variables'> = {}) =>
  ask('query ($id: ID!) { quote(id: $id) { id state decidedAt voidReason } }', {
    ...more,
    variables: { id },
  });

const listed = async (state: string | null, now: string) => {
  const document = `query ($filter: QuoteFilter) { quotes(filter: $filter, orderBy: { field: VALID_THROUGH, direction: ASC }) {
    totalCount nodes { validThrough state } } }`;
  const { data } = await ask(document, { now, variables: { filter: { state } } });
  const { totalCount, nodes } = data?.['quotes'] as { totalCount: number; nodes: { validThrough: string }[] };
  expect(nodes).toHaveLength(totalCount);
  return nodes.map(({ validThrough }) => validThrough);
};

const midnight = { before: '2026-11-10T22:59:59.999Z', after: '2026-11-10T23:00:00.000Z' };

describe('a quote past its last day that no job has noted', () => {
  test('reads as expired from that instant on, with the instant', async () => {
    const id = await stage.newQuote({ validThrough: '2026-11-10' });
    const open = { id, state: 'OPEN', decidedAt: null, voidReason: null };
    expect((await one(id, { now: midnight.before })).data).toEqual({ quote: open });
    const ended = { quote: { ...open, state: 'EXPIRED', decidedAt: '2026-11-10T23:00:00Z' } };
    expect((await one(id, { now: midnight.after })).data).toEqual(ended);
    // Once it is noted it reads no other way.
    const noted = "update quote set state = 'EXPIRED', decided_at = '2026-11-10T23:00:00Z' where id = $1";
    await stage.owner.query(noted, [id]);
    expect((await one(id, { now: midnight.after })).data).toEqual(ended);
    await stage.owner.query("update quote set state = 'OPEN', decided_at = null where id = $1", [id]);
  });

  test('is listed and counted as it reads', async () => {
    await stage.owner.query('truncate quote cascade');
    for (const validThrough of ['2026-11-10', '2026-11-20']) await stage.newQuote({ validThrough });
    const ended = await stage.newQuote({ validThrough: '2026-11-05' });
    await stage.owner.query(
      "update quote set state = 'EXPIRED', decided_at = '2026-11-05T23:00:00Z' where id = $1",
      [ended],
    );
    expect(await listed('OPEN', midnight.before)).toEqual(['2026-11-10', '2026-11-20']);
    expect(await listed('EXPIRED', midnight.before)).toEqual(['2026-11-05']);
    expect(await listed('OPEN', midnight.after)).toEqual(['2026-11-20']);
    expect(await listed('EXPIRED', midnight.after)).toEqual(['2026-11-05', '2026-11-10']);
    expect(await listed('VOID', midnight.after)).toEqual([]);
    expect(await listed(null, midnight.after)).toEqual(['2026-11-05', '2026-11-10', '2026-11-20']);
  });
});

describe('the quote that would renew a license', () => {
  const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on License { openQuote { id } } } }`;
  const renewal = async (licenseId: string, more: Omit<Asked, 'variables'> = {}) => {
    const variables = { of: [{ __typename: 'License', id: licenseId }] };
    const { data } = await ask(document, { ...more, variables });
    const [entity] = data?.['_entities'] as { openQuote: { id: string } | null }[];
    return entity?.openQuote?.id ?? null;
  };

  test('is the newest open one that holds today, and none after its last day', async () => {
    const licenseId = 'lic_of_a_test';
    const older = await stage.newQuote({ licenseId, validThrough: '2026-12-31' });
    await stage.owner.query("update quote set issued_on = '2026-10-01' where id = $1", [older]);
    const newer = await stage.newQuote({ licenseId, validThrough: '2026-11-10' });
    expect(await renewal(licenseId, { now: midnight.before })).toBe(newer);
    expect(await renewal(licenseId, { now: midnight.after })).toBe(older);
    expect(await renewal(licenseId, { now: '2027-01-02T00:00:00.000Z' })).toBeNull();
    expect(await renewal('lic_other')).toBeNull();
  });

  test('is for its buyer alone: what its reseller was offered a customer does not see, nor the other way round', async () => {
    const [offered, direct] = ['lic_offered', 'lic_direct'];
    const toReseller = await stage.newQuote({ licenseId: offered, buyer: 'reseller' });
    const toCustomer = await stage.newQuote({ licenseId: direct });
    const seen = async (as: string) => [await renewal(offered, { as }), await renewal(direct, { as })];
    expect(await seen('admin')).toEqual([toReseller, toCustomer]);
    expect(await seen('reseller')).toEqual([toReseller, null]);
    expect(await seen('partner')).toEqual([toReseller, null]);
    expect(await seen('customer')).toEqual([null, toCustomer]);
    expect(await seen('agent')).toEqual([null, null]);
  });
});

test('support agents see no quote, and are told so', async () => {
  const id = await stage.newQuote();
  expect(await one(id, { as: 'agent' })).toEqual({ data: { quote: null }, codes: ['FORBIDDEN'] });
  const { codes } = await ask('{ quotes { totalCount } }', { as: 'agent' });
  expect(codes).toEqual(['FORBIDDEN']);
  const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Account { quotes { totalCount } } ... on Quote { number } } }`;
  const { accountId } = stage.roleOf(`${quoteVendor}.customer`);
  const of = [
    { __typename: 'Account', id: accountId },
    { __typename: 'Quote', id },
  ];
  expect((await ask(document, { as: 'agent', variables: { of } })).data).toEqual({
    _entities: [{ quotes: null }, null],
  });
});

test('withdrawn through the graph, it reads so in the answer', async () => {
  const id = await stage.newQuote();
  const document = `mutation ($input: QuoteVoidInput!) { quoteVoid(input: $input) {
    quote { id state voidReason decidedAt } userErrors { code } } }`;
  const variables = { input: { quoteId: id, reason: 'Made in error' } };
  const quote = { id, state: 'VOID', voidReason: 'WITHDRAWN', decidedAt: '2026-11-02T12:00:00Z' };
  expect((await ask(document, { variables })).data).toEqual({ quoteVoid: { quote, userErrors: [] } });
  expect((await ask(document, { variables })).data).toEqual({
    quoteVoid: { quote: null, userErrors: [{ code: 'QUOTE_NOT_OPEN' }] },
  });
});

test('administrators read in the trail who withdrew it and why, and nobody else does', async () => {
  const id = await stage.newQuote();
  const withdraw = 'mutation ($input: QuoteVoidInput!) { quoteVoid(input: $input) { userErrors { code } } }';
  await ask(withdraw, { variables: { input: { quoteId: id, reason: 'Made in error' } } });
  const document = `query ($filter: AuditFilter) { billingAuditEntries(filter: $filter) {
    nodes { act actorKind reason changes { field from to } } } }`;
  const variables = { filter: { objectId: id } };
  const { data } = await ask(document, { variables });
  expect(data).toMatchObject({
    billingAuditEntries: { nodes: [{ act: 'quoteVoid', actorKind: 'MEMBERSHIP', reason: 'Made in error' }] },
  });
  for (const as of ['agent', 'analyst', 'reseller', 'customer', 'partner'])
    expect(await ask(document, { as, variables })).toMatchObject({ codes: ['FORBIDDEN'] });
});

test('to a reseller that was left it names a customer no more, nor its licenses', async () => {
  const { accountId } = stage.roleOf(`${quoteVendor}.customer`);
  const license = (stage.world.licensing['license'] ?? []).find((row) => row['account_id'] === accountId);
  const id = await stage.newQuote({ buyer: 'reseller', licenseId: String(license?.['id']) });
  const document = 'query ($id: ID!) { quote(id: $id) { customer { id } lines { license { id } } } }';
  const seen = async (as: string) => (await ask(document, { as, variables: { id } })).data?.['quote'];
  const all = { customer: { id: accountId }, lines: [{ license: { id: license?.['id'] } }] };
  expect(await seen('reseller')).toEqual(all);
  await stage.owner.query('update known_account set reseller_id = null where id = $1', [accountId]);
  await stage.owner.query('update known_license set reseller_id = null where account_id = $1', [accountId]);
  expect(await seen('reseller')).toEqual({ customer: null, lines: [{ license: null }] });
  expect(await seen('admin')).toEqual(all);
});
