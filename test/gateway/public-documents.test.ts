import { hash } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { RateLimit } from '@mainstay/gateway/identity/rate-limits';
import {
  answered,
  bearer,
  openHouse,
  resolveByHash,
  viewer,
  type House,
  type HouseOptions,
} from './harness.js';

const text = 'mutation Keep($input: String!) { store(text: $input) }';
const nested = 'mutation KeepIn($text: String!) { store(text: $text) }';
const documents = [
  { name: 'Keep', hash: hash('sha256', text, 'hex'), presented: ['input'] },
  { name: 'KeepIn', hash: hash('sha256', nested, 'hex'), presented: ['seen', 'as'] },
];

let house: House | undefined;
afterEach(async () => {
  await house?.gateway.stop();
  house = undefined;
});

/** Everybody who presents `known` is a product with a license; `unknown` is one without. */
async function open(options: HouseOptions = {}): Promise<House> {
  house = await openHouse({
    publicDocuments: documents,
    resolveViewer: (credential) => {
      if (credential.kind !== 'presented') return resolveByHash(credential);
      const { secret } = credential.value;
      if (secret === 'none') return Promise.resolve({ kind: 'refused', reason: 'UNKNOWN' });
      if (secret === 'away') return Promise.reject(new Error('secret away'));
      const licenseId = secret === 'unknown' ? null : String(secret);
      const product = { ...viewer('PRODUCT'), licenseId, userId: null, membershipId: null };
      return Promise.resolve({ kind: 'viewer', viewer: product, cacheable: false, clock: 'REAL' });
    },
    ...options,
  });
  return house;
}

async function ask(query: string, variables: object, headers: Record<string, string> = {}) {
  return answered(
    await fetch(house?.gateway.url ?? '', {
      ...{ method: 'POST', body: JSON.stringify({ query, variables }) },
      headers: { 'content-type': 'application/json', ...headers },
    }),
  );
}

const presented = (secret: string) => ({ text: 'kept', seen: { as: { secret } } });

describe('without a token', () => {
  test('a document that is known by its hash is answered to whoever presents something', async () => {
    await open();
    expect(await ask(nested, presented('lic_1'))).toMatchObject({ status: 200, data: { store: 'kept' } });
  });

  test.each<[string, string, object, Record<string, string>]>([
    ['another text', `${nested} `, presented('lic_1'), {}],
    ['no text that parses', '}{', presented('lic_1'), {}],
    ['nothing presented', nested, { text: 'kept' }, {}],
    ['something presented that is no object', text, { input: 'kept' }, {}],
    ['what nobody knows', nested, presented('none'), {}],
    ['a membership', nested, presented('none'), { 'mainstay-membership': 'mbr_x' }],
    ['a token that is none', nested, presented('lic_1'), { authorization: 'Bearer nonsense' }],
    ['another form', nested, presented('lic_1'), { 'content-type': 'text/plain' }],
  ])('%s is answered 401', async (_, query, variables, headers) => {
    await open();
    const { status, errors } = await ask(query, variables, headers);
    expect(status).toBe(401);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('a body beyond what such documents take is answered 401', async () => {
    await open();
    expect(await ask(nested, { ...presented('lic_1'), text: 'x'.repeat(20_000) })).toMatchObject({
      status: 401,
    });
  });

  test('everything is answered 401 where there are no public documents', async () => {
    await open({ publicDocuments: [] });
    expect(await ask(nested, presented('lic_1'))).toMatchObject({ status: 401 });
  });

  test('who cannot be found out is answered 503, and a token goes on as before', async () => {
    await open();
    expect(await ask(nested, presented('away'))).toMatchObject({ status: 503 });
    const headers = { authorization: bearer('VENDOR_ADMIN') };
    expect(await ask(nested, { text: 'kept' }, headers)).toMatchObject({ data: { store: 'kept' } });
  });

  test('what is presented reaches no log', async () => {
    const { log } = await open();
    for (const secret of ['very-secret', 'none', 'away']) await ask(nested, presented(secret));
    await ask(nested, { ...presented('very-secret'), text: 7 });
    expect(log.join('')).toContain('PRODUCT');
    expect(log.join('')).not.toContain('secret');
  });

  test('too much is refused for a while: of one that presents, of one address, of one that guesses', async () => {
    const many = { burst: 1_000, perMinute: 1 };
    const two = { burst: 2, perMinute: 1 };
    const statuses = async (secrets: readonly string[]) => {
      const all = [];
      for (const secret of secrets) all.push((await ask(nested, presented(secret))).status);
      await house?.gateway.stop();
      return all;
    };
    await open({ publicRates: { address: many, guesses: many, presented: two } });
    expect(await statuses(['a', 'a', 'a', 'b'])).toEqual([200, 200, 429, 200]);
    await open({ publicRates: { address: two, guesses: many, presented: many } });
    expect(await statuses(['a', 'b', 'c'])).toEqual([200, 200, 429]);
    await open({ publicRates: { address: many, guesses: two, presented: many } });
    expect(await statuses(['unknown', 'a', 'none', 'a'])).toEqual([200, 200, 401, 429]);
  });

  test('a refusal says how long to wait', async () => {
    const rate = { burst: 0, perMinute: 2 };
    await open({ publicRates: { address: rate, guesses: rate, presented: rate } });
    const { headers, errors } = await ask(nested, presented('a'));
    expect(headers.get('retry-after')).toBe('30');
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  });
});

describe('a rate', () => {
  test('lets a burst through, and then as many as fit into the time', () => {
    const limit = new RateLimit({ burst: 2, perMinute: 6 });
    expect([limit.take('a', 0), limit.take('a', 0), limit.take('a', 0)]).toEqual([0, 0, 10]);
    expect(limit.take('b', 0)).toBe(0);
    expect([limit.wait('a', 9_999), limit.wait('a', 10_000), limit.take('a', 10_000)]).toEqual([1, 0, 0]);
    // However long it was quiet, no more than the burst has gathered; and a clock that goes back takes none away.
    expect([1, 2, 3].map(() => limit.take('a', 9_000_000))).toEqual([0, 0, 10]);
    expect(limit.wait('a', 0)).toBe(10);
  });
});
