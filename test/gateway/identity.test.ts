import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Credential } from '@mainstay/gateway/identity/credential';
import type { ViewerResolution } from '@mainstay/gateway/identity/viewers';
import { answered, bearer, openHouse, resolveByHash, viewer, type Answered, type House } from './harness.js';
import { createIssuer, issuerName, nowSeconds, type TestIssuer } from './issuers.js';

const own = `mbr_${'0'.repeat(25)}1`;
const other = `mbr_${'0'.repeat(25)}2`;

let issuer: TestIssuer;
let house: House;
/** Whom the owner of users was asked about. */
let credentials: Credential[] = [];
let resolve: (credential: Credential) => ViewerResolution | Promise<ViewerResolution>;
const found: ViewerResolution = {
  kind: 'viewer',
  viewer: viewer('VENDOR_ADMIN'),
  cacheable: false,
  clock: 'REAL',
};

beforeAll(async () => {
  issuer = await createIssuer();
  house = await openHouse({
    issuers: [issuer.trusted],
    async resolveViewer(credential) {
      credentials.push(credential);
      return resolve(credential);
    },
  });
});
afterAll(async () => {
  await house.gateway.stop();
});
beforeEach(() => {
  credentials = [];
  resolve = (credential) => (credential.kind === 'key' ? resolveByHash(credential) : found);
});

const send = async (headers: Record<string, string>, body = '{"query":"{ quick }"}'): Promise<Answered> =>
  answered(
    await fetch(house.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  );
const withToken = async (token: string | Promise<string>, headers: Record<string, string> = {}) =>
  send({ authorization: `Bearer ${await token}`, ...headers });

const refusal = {
  errors: [{ message: 'Credentials are missing or not valid.', extensions: { code: 'UNAUTHENTICATED' } }],
};

function expectRefused(answer: Answered): void {
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toEqual(refusal);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
}

describe('a token', () => {
  it.each(['EdDSA', 'ES256', 'RS256'])('signed by %s is believed', async (alg) => {
    expect((await withToken(issuer.token({ alg }))).data).toEqual({ quick: 'quick' });
    expect(credentials).toEqual([
      { kind: 'token', issuer: issuerName, subject: 'user-1', membershipId: null },
    ]);
  });

  const bad: Readonly<Record<string, () => string | Promise<string>>> = {
    'without a signature': () => issuer.forged.unsigned(),
    'signed by HS256 with the public key as secret': () => issuer.forged.signedWithPublicKey('HS256'),
    'signed by HS512 with the public key as secret': () => issuer.forged.signedWithPublicKey('HS512'),
    'signed by an algorithm that is not on the list, though its key is': () => issuer.token({ alg: 'PS256' }),
    'signed by another one that is not on the list': () => issuer.token({ alg: 'ES384' }),
    'signed by somebody else': () => issuer.forged.signedByStranger(),
    'that brings its own key': () => issuer.forged.withOwnKeyInHeader(),
    'whose content was changed': () => issuer.forged.withChangedPayload(),
    'of an unknown key': () => issuer.token({ kid: 'unknown' }),
    'of another issuer': () => issuer.token({ claims: { iss: 'https://other.invalid' } }),
    'of no issuer': () => issuer.token({ claims: { iss: '' } }),
    'for another audience': () => issuer.token({ claims: { aud: 'another' } }),
    'for no audience': () => issuer.token({ claims: { aud: [] } }),
    'that has expired': () => issuer.token({ claims: { exp: nowSeconds - 6 } }),
    'that never expires': () => issuer.token({ claims: { exp: undefined } }),
    'that is not valid yet': () => issuer.token({ claims: { nbf: nowSeconds + 6 } }),
    'of nobody': () => issuer.token({ claims: { sub: undefined } }),
    'whose membership is none': () => issuer.token({ claims: { membership: 'admin' } }),
    'whose membership is no text': () => issuer.token({ claims: { membership: [own] } }),
    'that is longer than any of ours': () => issuer.token({ claims: { padding: 'x'.repeat(9_000) } }),
    'that is no token': () => 'abc',
    'that only looks like one': () => 'e30.e30.e30',
  };

  it.each(Object.keys(bad))('%s is refused, without a word of why, and nobody is asked', async (name) => {
    expectRefused(await withToken(bad[name]!()));
    expect(credentials).toEqual([]);
  });

  it('is given five seconds for clocks that differ', async () => {
    const claims = { exp: nowSeconds - 4, nbf: nowSeconds + 4 };
    expect((await withToken(issuer.token({ claims }))).status).toBe(200);
  });

  it('is refused when its user, or the user as a member, is not known any more', async () => {
    for (const reason of ['UNKNOWN', 'ENDED', 'NOT_YOURS'] as const) {
      resolve = () => ({ kind: 'refused', reason });
      expectRefused(await withToken(issuer.token()));
    }
  });
});

describe('who presents nothing, or nothing that can be read', () => {
  it.each([
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
    { authorization: 'Basic dXNlcjpwYXNz' },
    { authorization: 'Bearer a b' },
    { authorization: 'Bearer \u00e9' },
    { 'x-api-key': 'msk_0123456789abcdef' },
    { cookie: 'token=abc' },
  ])('%j is refused', async (headers) => {
    expectRefused(await send(headers));
  });

  it.each([
    ['a body that is no JSON', { 'content-type': 'application/json' }, '{{{'],
    ['a body of another media', { 'content-type': 'text/plain' }, 'hello'],
    ['a document that is none', { 'content-type': 'application/json' }, '{"query":"}"}'],
    ['a document with a wrong name', { 'content-type': 'application/json' }, '{"query":"{ thinks }"}'],
    [
      'a document beyond every limit',
      { 'content-type': 'application/json' },
      JSON.stringify({ query: '{'.repeat(20_000) }),
    ],
    ['a body beyond the limit', { 'content-type': 'application/json' }, 'x'.repeat(1_100_000)],
    ['a form of answer that there is not', { accept: 'text/html' }, '{}'],
  ])('is refused before %s is looked at', async (_, headers, body) => {
    for (const authorization of [
      '',
      'Bearer abc',
      `Bearer ${await issuer.token({ claims: { aud: 'x' } })}`,
    ]) {
      expectRefused(await send({ ...headers, authorization }, body));
    }
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])('is refused by %s too', async (method) => {
    const response = await fetch(`${house.gateway.url}?query={thinks}`, { method });
    expect(response.status).toBe(401);
  });
});

describe('an API key', () => {
  it('is known by its hash alone', async () => {
    const authorization = bearer('PARTNER');
    expect((await send({ authorization })).status).toBe(200);
    expect(credentials).toEqual([{ kind: 'key', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(JSON.stringify(credentials)).not.toContain(authorization.slice('Bearer '.length));
  });

  it.each(['msk_', 'msk_short', `msk_${'x'.repeat(129)}`, 'msk_0123456789abcdef-', 'msk_0123456789abcde.f'])(
    '%s is none, and nobody is asked',
    async (key) => {
      expectRefused(await send({ authorization: `Bearer ${key}` }));
      expect(credentials).toEqual([]);
    },
  );

  it('is refused when nobody knows it', async () => {
    expectRefused(await send({ authorization: `Bearer msk_${'0'.repeat(24)}` }));
    expect(credentials).toHaveLength(1);
  });

  it('acts under itself: a membership beside it is refused, not ignored', async () => {
    expectRefused(await send({ authorization: bearer('PARTNER'), 'mainstay-membership': own }));
    expect(credentials).toEqual([]);
  });
});

describe('the header Mainstay-Membership', () => {
  const membershipsAsked = () =>
    credentials.map((one) => (one.kind === 'token' ? one.membershipId : one.kind));

  it('chooses where the token leaves it open', async () => {
    expect((await withToken(issuer.token(), { 'mainstay-membership': own })).status).toBe(200);
    expect(membershipsAsked()).toEqual([own]);
  });

  it('may repeat what the token says', async () => {
    const token = issuer.token({ claims: { membership: own } });
    expect((await withToken(token, { 'mainstay-membership': own })).status).toBe(200);
    expect((await withToken(token)).status).toBe(200);
    expect(membershipsAsked()).toEqual([own, own]);
  });

  it('may not leave the membership for which the token was made', async () => {
    const token = issuer.token({ claims: { membership: own } });
    expectRefused(await withToken(token, { 'mainstay-membership': other }));
    expect(credentials).toEqual([]);
  });

  it('of somebody else is refused', async () => {
    resolve = (credential) =>
      credential.kind === 'token' && credential.membershipId === other
        ? { kind: 'refused', reason: 'NOT_YOURS' }
        : found;
    expectRefused(await withToken(issuer.token(), { 'mainstay-membership': other }));
  });

  it.each(['', 'admin', own.toUpperCase(), `${own}0`, `${own}, ${own}`])('%j is none', async (membership) => {
    expectRefused(await withToken(issuer.token(), { 'mainstay-membership': membership }));
    expect(credentials).toEqual([]);
  });

  it('is asked for when several memberships are possible', async () => {
    resolve = () => ({ kind: 'refused', reason: 'AMBIGUOUS' });
    const { status, errors } = await withToken(issuer.token());
    expect({ status, code: errors?.[0]?.extensions['code'] }).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('when who asks cannot be found out', () => {
  it('says so, and nothing of why, neither to the asker nor to the log', async () => {
    resolve = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:4001'));
    const answer = await withToken(issuer.token());
    expect(answer.status).toBe(503);
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'UNAVAILABLE', reference: answer.headers.get('x-request-id') },
    ]);
    expect(answer.text + house.log.join('')).not.toMatch(/ECONNREFUSED|10\.0\.0\.7/);
  });
});
