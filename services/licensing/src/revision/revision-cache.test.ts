import { describe, expect, test } from '@jest/globals';
import { RevisionCache } from './revision-cache.js';

interface List {
  readonly name: string;
}

function counted(name: string) {
  const loads = { count: 0 };
  const load = async (): Promise<List> => {
    loads.count += 1;
    return { name: `${name}${loads.count}` };
  };
  return { loads, load };
}

describe('RevisionCache', () => {
  test('loads once for all who ask meanwhile, then answers without a promise', async () => {
    const cache = new RevisionCache<List>(2);
    const { loads, load } = counted('a');
    const both = await Promise.all([cache.get('a', 1, load), cache.get('a', 1, load)]);
    expect(both.map((list) => list.name)).toEqual(['a1', 'a1']);
    expect(cache.get('a', 1, load)).toEqual({ name: 'a1' });
    expect(loads.count).toBe(1);
  });

  test('never answers a newer revision with an older list, and an older one with the newest', async () => {
    const cache = new RevisionCache<List>(2);
    const { load } = counted('a');
    await cache.get('a', 1, load);
    expect((await cache.get('a', 2, load)).name).toBe('a2');
    expect(cache.get('a', 1, load)).toEqual({ name: 'a2' });
  });

  test('an older load that ends late does not displace a newer one', async () => {
    const cache = new RevisionCache<List>(2);
    let finishOld: (list: List) => void = () => undefined;
    const old = cache.get('a', 1, () => new Promise((resolve) => (finishOld = resolve)));
    await cache.get('a', 2, async () => ({ name: 'new' }));
    finishOld({ name: 'old' });
    expect((await old).name).toBe('old');
    expect(cache.get('a', 2, async () => ({ name: 'again' }))).toEqual({ name: 'new' });
  });

  test('forgets what was used least recently', async () => {
    const cache = new RevisionCache<List>(2);
    const [a, b, c] = [counted('a'), counted('b'), counted('c')];
    await cache.get('a', 1, a.load);
    await cache.get('b', 1, b.load);
    await cache.get('a', 1, a.load);
    await cache.get('c', 1, c.load);
    expect(cache.size).toBe(2);
    await cache.get('a', 1, a.load);
    await cache.get('b', 1, b.load);
    expect([a.loads.count, b.loads.count]).toEqual([1, 2]);
  });

  test('keeps no failure', async () => {
    const cache = new RevisionCache<List>(2);
    await expect(async () =>
      cache.get('a', 1, async () => Promise.reject(new Error('down'))),
    ).rejects.toThrow('down');
    expect(cache.size).toBe(0);
    expect((await cache.get('a', 1, counted('a').load)).name).toBe('a1');
  });
});
