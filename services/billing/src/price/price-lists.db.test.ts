import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBillingStage, type BillingStage } from '../../../../test/harness/billing-stage.js';
import { priceListPublish, type PriceListPublish } from './price-list-publish.js';

let stage: BillingStage;
let productId: string;

beforeAll(async () => {
  stage = await openBillingStage();
  const { rows } = await stage.owner.query<{ id: string }>(
    'select id from known_product where vendor_id = $1 order by id limit 1',
    [stage.roleOf('cronwell.admin').vendorId],
  );
  productId = String(rows[0]?.id);
});
afterAll(() => stage.close());

const listOf = (made: Partial<PriceListPublish> = {}): PriceListPublish => ({
  ...{ list: 'LIST', effectiveOn: '2026-11-03', taxRatePermille: 250 },
  prices: [{ kind: 'LICENSE', productId, metric: 'SERVER', unit: '500.00' }],
  ...made,
});
const publish = (made: Partial<PriceListPublish> = {}, as = 'cronwell.admin') =>
  stage.act(as, priceListPublish, listOf(made));

const offers = async (as: string, asOf: string | null = null, filter: object = {}) => {
  const document = `query ($asOf: Date, $filter: OfferFilter) { offers(first: 100, asOf: $asOf, filter: $filter) {
    totalCount nodes { list kind metric years fromQuantity unit { amount currency } product { id }
      support { unit units validFor } priceList { version effectiveOn taxRatePermille } } } }`;
  const { data, codes } = await stage.ask(document, { as, variables: { asOf, filter } });
  return { codes, nodes: (data?.['offers'] as { nodes: Record<string, unknown>[] } | null)?.nodes ?? [] };
};
const listsSeen = async (as: string) => [...new Set((await offers(as)).nodes.map(({ list }) => list))].sort();

describe('offers', () => {
  test('are those of the list that somebody buys from, and both for who only looks', async () => {
    expect(await listsSeen('cronwell.admin')).toEqual(['LIST', 'RESELLER']);
    expect(await listsSeen('cronwell.analyst')).toEqual(['LIST', 'RESELLER']);
    expect(await listsSeen('cronwell.reseller')).toEqual(['RESELLER']);
    expect(await listsSeen('cronwell.partner')).toEqual(['RESELLER']);
    expect(await listsSeen('cronwell.customer')).toEqual(['LIST']);
    expect((await offers('cronwell.customer', null, { list: 'RESELLER' })).nodes).toEqual([]);
    expect((await offers('cronwell.admin', null, { list: 'RESELLER', kind: 'BUNDLE' })).nodes).toHaveLength(
      2,
    );
  });

  test('are nothing a support agent sees, by no way', async () => {
    expect(await offers('cronwell.agent')).toEqual({ codes: ['FORBIDDEN'], nodes: [] });
    const document =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { offers { totalCount } } } }';
    const variables = { of: [{ __typename: 'Product', id: productId }] };
    expect(await stage.ask(document, { as: 'cronwell.agent', variables })).toEqual({
      ...{ data: { _entities: [{ offers: null }] }, codes: [] },
    });
  });

  test('of a product are its own, and of one of another vendor none', async () => {
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product {
      offers(first: 100) { totalCount nodes { product { id } } } } } }`;
    const variables = { of: [{ __typename: 'Product', id: productId }] };
    const { data } = await stage.ask(document, { as: 'cronwell.customer', variables });
    const [entity] = data?.['_entities'] as { offers: { totalCount: number; nodes: unknown[] } }[];
    expect(entity?.offers.totalCount).toBeGreaterThan(3);
    for (const node of entity?.offers.nodes ?? []) expect(node).toEqual({ product: { id: productId } });
    expect(await stage.ask(document, { as: 'deskhaven.customer', variables })).toMatchObject({
      data: { _entities: [{ offers: { totalCount: 0 } }] },
    });
  });

  test('say what packages bring', async () => {
    const { nodes } = await offers('deskhaven.customer', null, { kind: 'SUPPORT_PACKAGE' });
    expect(nodes).toEqual([
      expect.objectContaining({
        ...{ product: null, metric: null, years: null },
        unit: { amount: '2000.00', currency: 'USD' },
        support: { unit: 'TICKET', units: 4, validFor: 'P12M' },
      }),
    ]);
  });
});

async function leavesNothing(made: Partial<PriceListPublish>, code: string): Promise<void> {
  const look = async () => [await stage.trail(), await stage.rows('price_list'), await stage.rows('price')];
  const before = await look();
  expect(await publish(made)).toMatchObject({ done: false, refusals: [{ code }] });
  expect(await look()).toEqual(before);
}

describe('publishing a list', () => {
  test('takes effect on its day and not before, for its buyers alone, with an entry', async () => {
    const before = (await offers('cronwell.customer')).nodes;
    const outcome = await publish();
    expect(outcome).toMatchObject({ done: true });
    expect((await offers('cronwell.customer')).nodes).toEqual(before);
    expect((await offers('cronwell.customer', '2026-11-02')).nodes).toEqual(before);
    expect((await offers('cronwell.customer', '2026-11-03')).nodes).toEqual([
      {
        ...{ list: 'LIST', kind: 'LICENSE', metric: 'SERVER', years: null, fromQuantity: 1, support: null },
        ...{ unit: { amount: '500.00', currency: 'EUR' }, product: { id: productId } },
        priceList: { version: 2, effectiveOn: '2026-11-03', taxRatePermille: 250 },
      },
    ]);
    expect((await offers('cronwell.reseller', '2026-11-03')).nodes.length).toBeGreaterThan(3);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'priceListPublish', account_id: null });
    expect(events).toEqual([]);
  });

  test('twice for one day: the later version is in force', async () => {
    const day = '2027-05-01';
    const prices = (unit: string) => [
      { kind: 'LICENSE' as const, productId, metric: 'SERVER' as const, unit },
    ];
    await publish({ effectiveOn: day, prices: prices('510.00') });
    await publish({ effectiveOn: day, prices: prices('520.00') });
    const { nodes } = await offers('cronwell.customer', day);
    expect(nodes.map(({ unit }) => unit)).toEqual([{ amount: '520.00', currency: 'EUR' }]);
  });

  test('by two at once makes two versions, and with one key one', async () => {
    const versions = async () => {
      const { rows } = await stage.owner.query<{ versions: number[] }>(
        "select array_agg(version order by version) as versions from price_list where vendor_id = $1 and list_kind = 'RESELLER'",
        [stage.roleOf('cronwell.admin').vendorId],
      );
      return rows[0]?.versions;
    };
    const made = { list: 'RESELLER', effectiveOn: '2027-06-01' } as const;
    await Promise.all([publish(made), publish(made)]);
    expect(await versions()).toEqual([1, 2, 3]);
    const keyed = { ...made, idempotencyKey: 'once' };
    const [first, second] = await Promise.all([publish(keyed), publish(keyed)]);
    expect(second).toEqual(first);
    expect(await versions()).toEqual([1, 2, 3, 4]);
  });

  test('that breaks a rule changes nothing', async () => {
    await leavesNothing({ prices: [] }, 'PRICES_INVALID');
    await leavesNothing({ effectiveOn: '2026-11-01' }, 'EFFECTIVE_IN_PAST');
    const license = { kind: 'LICENSE', productId, metric: 'SERVER', unit: '480.00' } as const;
    const pack = { ...license, kind: 'MAINTENANCE', years: 1, unit: '96.00' } as const;
    const bundle = { ...pack, kind: 'BUNDLE', unit: '576.00' } as const;
    await leavesNothing({ prices: [license, pack, bundle] }, 'BUNDLE_NOT_CHEAPER');
    const before = await stage.trail();
    expect(await publish({}, 'deskhaven.admin')).toMatchObject({ refusals: [{ code: 'PRODUCT_NOT_FOUND' }] });
    expect(await stage.trail()).toBe(before);
  });

  test.each(['agent', 'analyst', 'reseller', 'customer', 'partner'])(
    'is nothing a %s may do',
    async (part) => {
      await expect(publish({}, `cronwell.${part}`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    },
  );

  test('is for good: no role may change a price that stands', async () => {
    const { rows } = await stage.owner.query(
      `select grantee, privilege_type from information_schema.role_table_grants
       where table_name in ('price', 'price_list') and grantee like 'app\\_%' and privilege_type not in ('SELECT', 'INSERT')
       union all
       select grantee, privilege_type from information_schema.column_privileges
       where table_name in ('price', 'price_list') and grantee like 'app\\_%' and privilege_type not in ('SELECT', 'INSERT')`,
    );
    expect(rows).toEqual([]);
  });
});
