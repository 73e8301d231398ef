import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ask, bearer, openHouse, type House, type HouseOptions } from './harness.js';

// A busy machine takes longer; nothing here is measured.
jest.setTimeout(60_000);

let house: House | null = null;
afterEach(async () => {
  await house?.gateway.stop();
  house = null;
});

/** A house in which a test can wait until a slow field has begun, and until its signal has come. */
async function openWatched(options: HouseOptions = {}) {
  house = await openHouse(options);
  const { world } = house;
  const begun = new Promise<void>((resolve) => {
    world.begun = () => {
      resolve();
    };
  });
  return { url: house.gateway.url, gateway: house.gateway, world, begun };
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => {
      resolve();
    });
  });

/** Sends, and hangs up as soon as the slow field has begun. */
async function hangUpOn(query: string, url: string, begun: Promise<void>): Promise<void> {
  const leaving = new AbortController();
  const asked = ask(url, query, { signal: leaving.signal }).catch(() => null);
  await begun;
  leaving.abort();
  expect(await asked).toBeNull();
}

describe('the end of an operation before its answer', () => {
  it('comes at the deadline: slow fields are empty, others answered, the read is given up', async () => {
    const { url, world } = await openWatched({ timeoutMs: 1_000 });
    const { status, data, errors } = await ask(url, '{ slow thing(id: "t1") { id } }');
    expect({ status, data }).toEqual({
      status: 200,
      data: { slow: null, thing: { id: 't1' } },
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['slow'], 'UNAVAILABLE'],
    ]);
    await aborted(world.signals[0]?.signal);
  });

  it('comes when the client hangs up: the read is given up', async () => {
    const { url, world, begun } = await openWatched();
    await hangUpOn('{ slow }', url, begun);
    await aborted(world.signals[0]?.signal);
    expect(world.signals.map(({ field }) => field)).toEqual(['slow']);
  });

  it('comes at a shutdown, once the grace is over', async () => {
    const { url, gateway, world, begun } = await openWatched({ timeoutMs: 1_000 });
    const asked = ask(url, '{ slow }');
    await begun;
    const stopped = gateway.stop();
    expect((await asked).data).toEqual({ slow: null });
    await stopped;
    await aborted(world.signals[0]?.signal);
  });
});

it('a slow read takes no more than its share, so that what the others answer is carried on', async () => {
  const { url, world } = await openWatched({ timeoutMs: 1_000 });
  const { data } = await ask(url, '{ slow thing(id: "t1") { note { text thing { owner { name } } } } }');
  expect(data).toEqual({
    slow: null,
    thing: { note: { text: 'note on t1', thing: { owner: { name: 'the owner' } } } },
  });
  expect(world.signals[0]?.signal?.aborted).toBe(true);
});

describe('a mutation', () => {
  it('never gets a signal, and happens although its client has gone', async () => {
    const { url, world, begun, gateway } = await openWatched();
    let release: () => void = () => undefined;
    world.released = new Promise((resolve) => (release = resolve));
    await hangUpOn('mutation { storeSlowly(text: "kept") }', url, begun);
    release();
    await gateway.stop();
    expect(world.signals).toEqual([{ field: 'storeSlowly', signal: undefined }]);
    expect(world.stored).toEqual(['kept']);
  });

  it('is followed by those after it, although its client has gone', async () => {
    const { url, world, begun, gateway } = await openWatched();
    let release: () => void = () => undefined;
    world.released = new Promise((resolve) => (release = resolve));
    await hangUpOn('mutation { storeSlowly(text: "first") store(text: "second") }', url, begun);
    release();
    await gateway.stop();
    expect(world.stored).toEqual(['first', 'second']);
  });

  it('is told as unanswered at the deadline, and happens all the same', async () => {
    const { url, world, gateway } = await openWatched({ timeoutMs: 1_000 });
    let release: () => void = () => undefined;
    world.released = new Promise((resolve) => (release = resolve));
    const { data, errors } = await ask(url, 'mutation { storeSlowly(text: "late") }');
    expect({ data, code: errors?.[0]?.extensions['code'] }).toEqual({
      data: { storeSlowly: null },
      code: 'UNAVAILABLE',
    });
    const stopped = gateway.stop();
    release();
    await stopped;
    expect(world.stored).toEqual(['late']);
  });

  it('is never asked for by GET, neither is a query refused for standing beside one', async () => {
    const { url, world } = await openWatched();
    const get = async (query: string, operationName?: string) => {
      const target = new URL(url);
      target.searchParams.set('query', query);
      if (operationName !== undefined) target.searchParams.set('operationName', operationName);
      const response = await fetch(target, {
        headers: { authorization: bearer('VENDOR_ADMIN'), accept: 'application/graphql-response+json' },
      });
      return {
        status: response.status,
        body: (await response.json()) as { errors?: { extensions: object }[] },
      };
    };
    const refused = await get('mutation { store(text: "by GET") }');
    expect(refused.status).toBe(405);
    expect(refused.body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    const both = 'query Q { quick } mutation M { store(text: "by GET") }';
    expect((await get(both, 'M')).status).toBe(405);
    expect((await get(both)).status).toBe(400);
    expect((await get(both, 'Q')).body).toMatchObject({ data: { quick: 'quick' } });
    expect(world.stored).toEqual([]);
  });
});
