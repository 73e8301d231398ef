import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTokenVerifier, type Issuer } from '@mainstay/gateway/identity/tokens';
import type { ViewerResolution } from '@mainstay/gateway/identity/viewers';
import { answered, openHouse, viewer, type Answered, type House } from './harness.js';
import { createIssuer, nowSeconds, type TestIssuer } from './issuers.js';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createIssuer();
});

describe('a verified token', () => {
  const verifications = jest.spyOn(globalThis.crypto.subtle, 'verify');
  const start = nowSeconds * 1_000;
  beforeEach(() => {
    verifications.mockClear();
  });

  it('is verified once a minute at most', async () => {
    const tokens = createTokenVerifier([issuer.trusted]);
    const token = await issuer.token();
    for (const ms of [0, 1, 59_999])
      expect(await tokens.verify(token, start + ms)).toMatchObject({ subject: 'user-1' });
    expect(verifications).toHaveBeenCalledTimes(1);
    await tokens.verify(token, start + 60_000);
    expect(verifications).toHaveBeenCalledTimes(2);
  });

  it('is not believed past its end because it was kept', async () => {
    const tokens = createTokenVerifier([issuer.trusted]);
    const token = await issuer.token({ claims: { exp: nowSeconds + 10 } });
    expect(await tokens.verify(token, start)).toMatchObject({ subject: 'user-1' });
    expect(await tokens.verify(token, start + 9_999)).toMatchObject({ subject: 'user-1' });
    expect(await tokens.verify(token, start + 15_000)).toBe('refused');
  });

  it('is not kept when it was refused', async () => {
    const tokens = createTokenVerifier([issuer.trusted]);
    const token = await issuer.token({ claims: { nbf: nowSeconds + 60 } });
    expect(await tokens.verify(token, start)).toBe('refused');
    expect(await tokens.verify(token, start + 60_000)).toMatchObject({ subject: 'user-1' });
  });
});

describe('a known viewer', () => {
  let house: House;
  let nowMs = 0;
  let asked = 0;
  let resolution: ViewerResolution;
  let seen: string[] = [];
  const at = (ms: number) => new Date(nowSeconds * 1_000 + ms).toISOString();
  const known = (changes: Partial<Extract<ViewerResolution, { kind: 'viewer' }>> = {}): ViewerResolution => ({
    kind: 'viewer',
    viewer: { ...viewer('VENDOR_ADMIN'), now: at(nowMs) },
    cacheable: true,
    clock: 'REAL',
    ...changes,
  });

  beforeEach(async () => {
    [nowMs, asked, seen] = [0, 0, []];
    resolution = known();
    house = await openHouse({
      issuers: [issuer.trusted],
      clock: () => at(nowMs),
      resolveViewer() {
        asked += 1;
        return Promise.resolve(resolution);
      },
      around: (_, executor) => (request) => {
        seen.push(request.viewer.now);
        return executor(request);
      },
    });
  });
  afterEach(async () => {
    await house.gateway.stop();
  });

  async function ask(headers: Record<string, string> = {}): Promise<Answered> {
    const authorization = `Bearer ${await issuer.token()}`;
    return answered(
      await fetch(house.gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization, ...headers },
        body: '{"query":"{ quick }"}',
      }),
    );
  }

  it('is asked about once in half a minute, and revoked within it', async () => {
    for (const ms of [0, 10_000, 29_999]) {
      nowMs = ms;
      expect((await ask()).status).toBe(200);
    }
    expect(asked).toBe(1);
    resolution = { kind: 'refused', reason: 'ENDED' };
    nowMs = 30_000;
    expect((await ask()).status).toBe(401);
    expect(asked).toBe(2);
  });

  it('lives in the present, however long it is kept', async () => {
    for (const ms of [0, 10_000, 29_999]) {
      nowMs = ms;
      await ask();
    }
    expect(seen).toEqual([at(0), at(10_000), at(29_999)]);
  });

  it.each([
    ['of a clock that stands', { clock: 'FROZEN' }],
    ['of a clock that moves by command', { cacheable: false }],
  ] as const)('%s is asked about each time, and keeps its own present', async (_, changes) => {
    resolution = known({
      ...changes,
      viewer: { ...viewer('VENDOR_ADMIN'), now: '2030-01-01T00:00:00.000Z' },
    });
    nowMs = 5_000;
    await ask();
    await ask();
    expect(asked).toBe(2);
    expect(seen).toEqual(['2030-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z']);
  });

  it.each([{ userId: 'usr_1' }, { membershipId: 'mbr_1' }, { vendorId: 'v1' }])(
    'is forgotten at once when %j changes',
    async (change) => {
      await ask();
      resolution = { kind: 'refused', reason: 'ENDED' };
      expect(house.gateway.dropViewer(change)).toBe(1);
      expect((await ask()).status).toBe(401);
    },
  );

  it('is forgotten before the answer that says so leaves, and that answer says nothing of it', async () => {
    await house.gateway.stop();
    house = await openHouse({
      issuers: [issuer.trusted],
      clock: () => at(0),
      resolveViewer: () => Promise.resolve(resolution),
      around: (_, executor) => async (request) => ({
        ...(await executor(request)),
        extensions: { endedViewers: [{ membershipId: 'mbr_1' }] },
      }),
    });
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer)).not.toContain('endedViewers');
    resolution = { kind: 'refused', reason: 'ENDED' };
    expect((await ask()).status).toBe(401);
  });

  it('stays when somebody else changes', async () => {
    await ask();
    expect(house.gateway.dropViewer({ userId: 'usr_2', keyId: 'key_1' })).toBe(0);
    await ask();
    expect(asked).toBe(1);
  });

  it('is not kept when it was asked about while somebody was revoked', async () => {
    const slow = house.gateway;
    const before = resolution;
    let answer: (one: ViewerResolution) => void = () => undefined;
    let begun: () => void = () => undefined;
    const waiting = new Promise<ViewerResolution>((resolve) => (answer = resolve));
    const started = new Promise<void>((resolve) => (begun = resolve));
    await slow.stop();
    house = await openHouse({
      issuers: [issuer.trusted],
      clock: () => at(0),
      resolveViewer() {
        asked += 1;
        begun();
        return asked === 1 ? waiting : Promise.resolve({ kind: 'refused', reason: 'ENDED' });
      },
    });
    const first = ask();
    await started;
    house.gateway.dropViewer({ userId: 'usr_1' });
    answer(before);
    expect((await first).status).toBe(200);
    expect((await ask()).status).toBe(401);
  });

  it('is one under each membership', async () => {
    await ask({ 'mainstay-membership': `mbr_${'0'.repeat(26)}` });
    await ask({ 'mainstay-membership': `mbr_${'1'.repeat(26)}` });
    await ask();
    expect(asked).toBe(3);
  });
});

describe('the keys of an issuer elsewhere', () => {
  let server: Server;
  let answer: { status: number; body: string };
  beforeEach(async () => {
    server = createServer((_, response) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const remote = (): Issuer => ({
    ...issuer.trusted,
    jwks: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` },
  });
  const keys = () => ('keys' in issuer.trusted.jwks ? JSON.stringify(issuer.trusted.jwks.keys) : '');
  const verdict = async (token: string) => createTokenVerifier([remote()]).verify(token, nowSeconds * 1_000);

  it('are fetched, and decide', async () => {
    answer = { status: 200, body: keys() };
    expect(await verdict(await issuer.token())).toMatchObject({ subject: 'user-1' });
    expect(await verdict(await issuer.forged.signedByStranger())).toBe('refused');
    expect(await verdict(await issuer.token({ kid: 'unknown' }))).toBe('refused');
  });

  it.each([
    { status: 500, body: 'oops' },
    { status: 200, body: 'no json' },
    { status: 200, body: '{"keys":7}' },
  ])('that cannot be had say nothing about the token: %j', async (given) => {
    answer = given;
    expect(await verdict(await issuer.token())).toBe('unreachable');
  });

  it('that nobody serves say nothing about the token', async () => {
    const nowhere: Issuer = { ...issuer.trusted, jwks: { url: 'http://127.0.0.1:1/keys' } };
    const tokens = createTokenVerifier([nowhere]);
    expect(await tokens.verify(await issuer.token(), nowSeconds * 1_000)).toBe('unreachable');
  });
});
