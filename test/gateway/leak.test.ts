import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { viewerRoles, type ViewerRole } from '@mainstay/kernel/graph/viewer';
import { ask, openHouse, type House } from './harness.js';

// A busy machine takes longer; nothing here is measured.
jest.setTimeout(60_000);

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.gateway.stop();
});

interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  /** What this vendor alone may be answered. */
  readonly expected: (vendor: string) => unknown;
}

const nodes = (vendor: string, count: number) => Array.from({ length: count }, () => ({ vendor }));

/** All of them are the same for everybody but for who asks: the same texts, plans and fetches, at the same time. */
const questions: readonly Question[] = [
  { query: '{ whoThings }', expected: (vendor) => ({ whoThings: vendor }) },
  {
    query: '{ whoThings whoNotes thing(id: "t1") { vendor } }',
    expected: (vendor) => ({ whoThings: vendor, whoNotes: vendor, thing: { vendor } }),
  },
  {
    query: 'query ($n: Int!) { things(first: $n) { nodes { vendor } } }',
    variables: { n: 3 },
    expected: (vendor) => ({ things: { nodes: nodes(vendor, 3) } }),
  },
  {
    query: '{ firstNote { thing { owner { things(first: 2) { nodes { vendor } } } } } who: whoThings }',
    expected: (vendor) => ({
      firstNote: { thing: { owner: { things: { nodes: nodes(vendor, 2) } } } },
      who: vendor,
    }),
  },
  {
    query: 'mutation ($text: String!) { store(text: $text) }',
    variables: { text: 'the same' },
    expected: () => ({ store: 'the same' }),
  },
];

const roles: readonly ViewerRole[] = viewerRoles.filter((role) => role !== 'PRODUCT');

describe('a thousand requests at once, of many viewers', () => {
  it('get each their own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const question = questions[index % questions.length]!;
        const vendor = `v${index % 37}`;
        const { data, errors } = await ask(house.gateway.url, question.query, {
          vendor,
          role: roles[index % roles.length]!,
          variables: question.variables,
        });
        return { data, errors, expected: question.expected(vendor) };
      }),
    );
    const wrong = answers.filter(
      ({ data, errors, expected }) =>
        errors !== undefined || JSON.stringify(data) !== JSON.stringify(expected),
    );
    expect(wrong).toEqual([]);
    expect(house.world.stored).toHaveLength(200);
  });

  it('get each their own variables', async () => {
    const query = 'query ($of: Int!, $id: ID!) { count(of: $of) thing(id: $id) { id note { text } vendor } }';
    const wrong = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const [id, vendor] = [`t${(index % 3) + 1}`, `v${index % 37}`];
        const { data } = await ask(house.gateway.url, query, { vendor, variables: { of: index, id } });
        const expected = { count: index, thing: { id, note: { text: `note on ${id}` }, vendor } };
        return JSON.stringify(data) === JSON.stringify(expected) ? null : { data, expected };
      }),
    );
    expect(wrong.filter((one) => one !== null)).toEqual([]);
  });

  it('get each their own refusals: who may read the schema lends nothing to who may not', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const role = index % 2 === 0 ? 'VENDOR_ADMIN' : 'CUSTOMER';
        const { status, data } = await ask(house.gateway.url, '{ __type(name: "Thing") { name } }', { role });
        return `${role} ${status} ${JSON.stringify(data)}`;
      }),
    );
    expect([...new Set(statuses)].sort()).toEqual([
      'CUSTOMER 403 undefined',
      'VENDOR_ADMIN 200 {"__type":{"name":"Thing"}}',
    ]);
  });
});
