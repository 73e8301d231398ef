import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { SubgraphExecutor, SubgraphResult } from '@mainstay/kernel/graph/executor';
import { ask, openHouse, type Answered, type House, type HouseOptions } from './harness.js';

// A busy machine takes longer; nothing here is measured.
jest.setTimeout(60_000);

let house: House | null = null;
afterEach(async () => {
  await house?.gateway.stop();
  house = null;
});

async function askHouse(options: HouseOptions, query: string): Promise<Answered> {
  house = await openHouse(options);
  return ask(house.gateway.url, query);
}

/** One subgraph does something else than answer; the others are as they were. */
const instead = (broken: string, executor: SubgraphExecutor): HouseOptions => ({
  around: (name, whole) => (name === broken ? executor : whole),
});
const dead: SubgraphExecutor = () => {
  throw new Error('connect ECONNREFUSED 10.0.0.7:4003');
};
const silent: SubgraphExecutor = () => new Promise(() => undefined);
const answering =
  (result: unknown): SubgraphExecutor =>
  () =>
    Promise.resolve(result as SubgraphResult);

const placesOf = ({ errors }: Answered) =>
  errors?.map(({ path, extensions }) => `${path?.join('.') ?? '-'} ${String(extensions['code'])}`);

const nodes = ['t1', 't2', 't3'].map((id) => ({ id, name: `name of ${id}`, note: null }));

describe('a null of a resolver where the schema forbids one', () => {
  it.each([
    [
      'an error within the items',
      '{ things { nodes { must } } quick }',
      { things: null, quick: 'quick' },
      ['things.nodes.1.must CONFLICT'],
    ],
    [
      'an error within a list that may be missing',
      '{ strict { id must } quick }',
      { strict: null, quick: 'quick' },
      ['strict.1.must CONFLICT'],
    ],
    [
      'an entity field of another subgraph',
      '{ strict { strictNote { text } } quick }',
      { strict: null, quick: 'quick' },
      ['strict.2.strictNote INTERNAL'],
    ],
    [
      'the same under an alias',
      '{ s: strict { n: strictNote { t: text } } quick }',
      { s: null, quick: 'quick' },
      ['s.2.n INTERNAL'],
    ],
    [
      'an object that may be missing itself',
      '{ hole { id strictNote { text } } quick }',
      { hole: null, quick: 'quick' },
      ['hole.strictNote INTERNAL'],
    ],
  ])('%s', async (...[, query, data, places]) => {
    const answer = await askHouse({}, query);
    expect({ status: answer.status, data: answer.data, places: placesOf(answer) }).toEqual({
      status: 200,
      data,
      places,
    });
  });
});

describe.each([
  ['dead', dead],
  ['slow', silent],
])('a subgraph that is %s', (kind, executor) => {
  const options = (name: string): HouseOptions => ({
    ...instead(name, executor),
    ...(kind === 'slow' ? { timeoutMs: 1_000 } : {}),
  });

  it('empties its own fields of entities, each with its place, and nothing else', async () => {
    const answer = await askHouse(
      options('notes'),
      '{ things { nodes { id name note { text } } totalCount } quick }',
    );
    expect(answer.data).toEqual({ things: { nodes, totalCount: 3 }, quick: 'quick' });
    expect(placesOf(answer)).toEqual([0, 1, 2].map((at) => `things.nodes.${at}.note UNAVAILABLE`));
  });

  it('empties its own root fields, under the names the client gave them', async () => {
    const answer = await askHouse(
      options('things'),
      '{ a: thing(id: "t1") { name } count quick firstNote { text } }',
    );
    expect(answer.data).toEqual({ a: null, count: null, quick: 'quick', firstNote: { text: 'note on t1' } });
    expect(placesOf(answer)).toEqual(['a UNAVAILABLE', 'count UNAVAILABLE']);
  });

  it('takes with it only what may not be without it', async () => {
    const answer = await askHouse(options('notes'), '{ things { nodes { strictNote { text } } } whoThings }');
    expect(answer.data).toEqual({ things: null, whoThings: 'v1' });
    expect(placesOf(answer)).toEqual([0, 1, 2].map((at) => `things.nodes.${at}.strictNote UNAVAILABLE`));
  });

  it('empties what lies behind it', async () => {
    const answer = await askHouse(options('things'), '{ firstNote { text thing { owner { name } } } quick }');
    expect(answer.data).toEqual({
      firstNote: { text: 'note on t1', thing: { owner: null } },
      quick: 'quick',
    });
  });

  it('is told without its address, with a reference', async () => {
    const answer = await askHouse(options('notes'), '{ firstNote { text } }');
    expect(answer.text).not.toMatch(/ECONNREFUSED|10\.0\.0\.7|4003/);
    expect(answer.errors).toEqual([
      {
        message: 'This part of the graph does not answer at the moment.',
        path: ['firstNote'],
        extensions: { code: 'UNAVAILABLE', reference: answer.headers.get('x-request-id') },
      },
    ]);
  });

  it('does not spoil the document for the next who sends it', async () => {
    let broken = true;
    house = await openHouse({
      ...(kind === 'slow' ? { timeoutMs: 1_000 } : {}),
      around: (name, whole) => (request) => (name === 'notes' && broken ? executor(request) : whole(request)),
    });
    const query = '{ hole { note { text } } }';
    expect((await ask(house.gateway.url, query)).data).toEqual({ hole: { note: null } });
    broken = false;
    expect((await ask(house.gateway.url, query)).data).toEqual({ hole: { note: { text: 'note on t3' } } });
  });
});

describe('a subgraph that answers nonsense', () => {
  const query = '{ thing(id: "t1") { id note { text } } quick }';
  const rest = { thing: { id: 't1', note: null }, quick: 'quick' };
  it.each([
    ['nothing', {}, ['thing.note INTERNAL']],
    ['null', { data: null }, ['thing.note INTERNAL']],
    [
      'an error without a place',
      { errors: [{ message: 'm', extensions: { code: 'FORBIDDEN' } }] },
      ['thing.note FORBIDDEN'],
    ],
    [
      'an error on a whole entity',
      {
        data: { _entities: [null] },
        errors: [{ message: 'm', path: ['_entities', 0], extensions: { code: 'CONFLICT' } }],
      },
      ['thing.note CONFLICT'],
    ],
    [
      'an error without a code',
      { data: { _entities: [{ note: null }] }, errors: [{ message: 'm', path: ['_entities', 0, 'note'] }] },
      ['thing.note INTERNAL'],
    ],
  ])('%s: its fields are empty, with their places', async (...[, result, places]) => {
    const answer = await askHouse(instead('notes', answering(result)), query);
    expect({ data: answer.data, places: placesOf(answer) }).toEqual({ data: rest, places });
  });

  it.each([
    ['too few entities', { data: { _entities: [] } }],
    ['no list of entities', { data: { _entities: 'none' } }],
    ['an entity that is none', { data: { _entities: ['t1'] } }],
    ['no object', 'nothing'],
  ])('%s: others are unharmed', async (...[, result]) => {
    const answer = await askHouse(instead('notes', answering(result)), query);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual(rest);
  });
});

it('a mutation that fails is told at its place, and the next one still happens', async () => {
  let calls = 0;
  house = await openHouse({
    around: (name, whole) => (request) => {
      if (name !== 'acts') return whole(request);
      calls += 1;
      return calls === 1 ? dead(request) : whole(request);
    },
  });
  const failed = await ask(house.gateway.url, 'mutation { store(text: "a") }');
  expect({ data: failed.data, places: placesOf(failed) }).toEqual({
    data: { store: null },
    places: ['store UNAVAILABLE'],
  });
  const next = await ask(house.gateway.url, 'mutation { store(text: "a") }');
  expect({ data: next.data, stored: house.world.stored }).toEqual({ data: { store: 'a' }, stored: ['a'] });
});
