import { describe, expect, test } from '@jest/globals';
import { ConnectionError, RateLimitedError, TimeoutError, UnavailableError } from '../src/errors.js';
import {
  fault,
  getDay,
  json,
  scriptedFetch,
  setDay,
  silentFetch,
  stoppedClock,
  testClient,
} from './fakes.js';

const answer = json({ data: { day: '2026-11-02' } });
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (): Response =>
    new Response('<html>a proxy</html>', { status: code, headers });
const broken = (): Response => {
  throw new TypeError('fetch failed');
};

describe('a query is tried again', () => {
  test.each([
    ['429', status(429)],
    ['502', status(502)],
    ['503', status(503)],
    ['504', status(504)],
    ['a field that is unavailable', fault('UNAVAILABLE')],
    ['a rate limit in the answer', fault('RATE_LIMITED')],
    ['a broken connection', broken],
  ])('after %s', async (_name, reply) => {
    const { fetch, sent } = scriptedFetch(reply, answer);
    await expect(testClient(fetch).client.run(getDay, {})).resolves.toEqual({ day: '2026-11-02' });
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['400', status(400)],
    ['401', status(401)],
    ['403', status(403)],
    ['404', status(404)],
    ['500', status(500)],
    ['a page that is no answer', status(200)],
    ['wrong input', fault('BAD_USER_INPUT')],
    ['a code of a later version', fault('TEAPOT')],
  ])('but not after %s', async (_name, reply) => {
    const { fetch, sent } = scriptedFetch(reply, answer);
    await expect(testClient(fetch).client.run(getDay, {})).rejects.toBeInstanceOf(Error);
    expect(sent).toHaveLength(1);
  });

  test('not when one of several faults is there to stay', async () => {
    const { fetch, sent } = scriptedFetch(
      json({
        data: { day: null },
        errors: [{ extensions: { code: 'UNAVAILABLE' } }, { extensions: { code: 'FORBIDDEN' } }],
      }),
    );
    await expect(testClient(fetch).client.run(getDay, {})).rejects.toBeInstanceOf(UnavailableError);
    expect(sent).toHaveLength(1);
  });

  test('twice unless told otherwise, by the client or by the call', async () => {
    const { fetch, sent } = scriptedFetch(broken);
    await expect(testClient(fetch).client.run(getDay, {})).rejects.toBeInstanceOf(ConnectionError);
    expect(sent).toHaveLength(3);
    const { client } = testClient(fetch, { retries: 4 });
    await expect(client.run(getDay, {}, { retries: undefined })).rejects.toBeInstanceOf(ConnectionError);
    expect(sent).toHaveLength(3 + 5);
    await expect(client.run(getDay, {}, { retries: 0 })).rejects.toBeInstanceOf(ConnectionError);
    expect(sent).toHaveLength(3 + 5 + 1);
  });
});

describe('a pause', () => {
  test.each([
    ['the lower half', 0, [125, 250, 500, 1_000, 2_000, 4_000, 4_000]],
    ['the upper half', 1, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]],
  ])('doubles up to eight seconds, %s by chance', async (_name, chance, expected) => {
    const { fetch } = scriptedFetch(broken);
    const { client, clock } = testClient(fetch, { retries: 7, random: () => chance });
    await expect(client.run(getDay, {})).rejects.toBeInstanceOf(ConnectionError);
    expect(clock.pauses).toEqual(expected);
  });

  test.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    [
      'a date, counted from the service own clock',
      { 'retry-after': 'Mon, 02 Nov 2026 10:00:09 GMT', date: 'Mon, 02 Nov 2026 10:00:00 GMT' },
      9_000,
    ],
    [
      'a date in the past',
      { 'retry-after': 'Mon, 02 Nov 2026 09:00:00 GMT', date: 'Mon, 02 Nov 2026 10:00:00 GMT' },
      0,
    ],
    ['a date without a clock', { 'retry-after': 'Mon, 02 Nov 2026 09:00:00 GMT' }, 0],
    ['nonsense', { 'retry-after': 'soon' }, 0],
  ])('adds what Retry-After says: %s', async (_name, headers, expected) => {
    const { fetch } = scriptedFetch(status(503, headers), answer);
    const { client, clock } = testClient(fetch);
    await client.run(getDay, {});
    expect(clock.pauses).toEqual([expected + 125]);
  });

  test('prefers what the graph says over the header', async () => {
    const { fetch } = scriptedFetch(fault('RATE_LIMITED', { retryAfter: 3 }), answer);
    const { client, clock } = testClient(fetch);
    await client.run(getDay, {});
    expect(clock.pauses).toEqual([3_125]);
  });

  test('of more than a minute is left to the caller', async () => {
    const { fetch, sent } = scriptedFetch(status(429, { 'retry-after': '61' }));
    const failed = testClient(fetch).client.run(getDay, {});
    await expect(failed).rejects.toBeInstanceOf(RateLimitedError);
    await expect(failed).rejects.toMatchObject({ retryAfter: 61, status: 429 });
    expect(sent).toHaveLength(1);
  });
});

describe('a mutation', () => {
  test('without an idempotency key gets one of its own, and is tried again with it', async () => {
    const { fetch, sent } = scriptedFetch(broken, json({ data: { daySet: 'x' } }));
    const { client } = testClient(fetch);
    await client.run(setDay, { input: {} });
    const keys = sent.map(
      ({ body }) => (body.variables as { input: { idempotencyKey: string } }).input.idempotencyKey,
    );
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/u);
    expect(keys[1]).toBe(keys[0]);
  });

  test('under an idempotency key is tried again, with the same key', async () => {
    const { fetch, sent } = scriptedFetch(broken, json({ data: { daySet: 'x' } }));
    await testClient(fetch).client.run(setDay, { input: { idempotencyKey: 'k1' } });
    expect(sent.map(({ body }) => body.variables)).toEqual(
      Array(2).fill({ input: { idempotencyKey: 'k1' } }),
    );
  });
});

describe('a timeout', () => {
  test('ends an attempt, and the next one is tried', async () => {
    const clock = stoppedClock();
    let attempts = 0;
    const { client } = testClient(
      (url, init) => {
        attempts += 1;
        queueMicrotask(clock.expire);
        return silentFetch(url, init);
      },
      { timer: clock.timer },
    );
    const failed = client.run(getDay, {});
    await expect(failed).rejects.toBeInstanceOf(TimeoutError);
    await expect(failed).rejects.toMatchObject({ code: 'TIMED_OUT', message: 'No answer in 30000 ms' });
    expect(attempts).toBe(3);
  });

  test('leaves no timer behind, neither after an answer nor after a fault', async () => {
    const { fetch } = scriptedFetch(answer, broken);
    const { client, clock } = testClient(fetch, { retries: 0 });
    await client.run(getDay, {});
    await expect(client.run(getDay, {})).rejects.toBeInstanceOf(ConnectionError);
    expect(clock.running()).toBe(0);
  });
});

describe('an abort', () => {
  const reason = new Error('the page was closed');

  test('before anything is sent sends nothing', async () => {
    const { fetch, sent } = scriptedFetch(answer);
    const { client } = testClient(fetch);
    await expect(client.run(getDay, {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(sent).toHaveLength(0);
  });

  test('reaches a request under way and is not tried again', async () => {
    const controller = new AbortController();
    const { client, clock } = testClient((url, init) => {
      queueMicrotask(() => {
        controller.abort(reason);
      });
      return silentFetch(url, init);
    });
    await expect(client.run(getDay, {}, { signal: controller.signal })).rejects.toBe(reason);
    expect(clock.pauses).toEqual([]);
    expect(clock.running()).toBe(0);
  });

  test('ends a pause between two attempts', async () => {
    const controller = new AbortController();
    const { fetch, sent } = scriptedFetch(broken);
    const never = stoppedClock();
    let cancelled = 0;
    const { client } = testClient(fetch, {
      timer: (callback, milliseconds) => {
        if (milliseconds === 30_000) return never.timer(callback, milliseconds);
        queueMicrotask(() => {
          controller.abort(reason);
        });
        return () => {
          cancelled += 1;
        };
      },
    });
    await expect(client.run(getDay, {}, { signal: controller.signal })).rejects.toBe(reason);
    expect(sent).toHaveLength(1);
    expect(cancelled).toBe(1);
  });
});
