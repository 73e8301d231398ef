import { describe, expect, test } from '@jest/globals';
import * as sdk from '../src/errors.js';
import { MainstayError } from '../src/errors.js';
import { fault, getDay, json, scriptedFetch, testClient } from './fakes.js';

async function caught(reply: () => Response): Promise<MainstayError> {
  const { fetch } = scriptedFetch(reply);
  const failed = testClient(fetch, { retries: 0 }).client.run(getDay, {});
  return failed.then(
    () => {
      throw new Error('The call should have failed.');
    },
    (error: unknown) => error as MainstayError,
  );
}

describe('the class of an error', () => {
  test.each([
    ['UNAUTHENTICATED', 'UnauthenticatedError'],
    ['FORBIDDEN', 'ForbiddenError'],
    ['BAD_USER_INPUT', 'InputError'],
    ['CONFLICT', 'ConflictError'],
    ['RATE_LIMITED', 'RateLimitedError'],
    ['UNAVAILABLE', 'UnavailableError'],
    ['INTERNAL', 'InternalError'],
  ] as const)('%s is %s, by instance and by name', async (code, name) => {
    const error = await caught(fault(code));
    expect(error).toBeInstanceOf(sdk[name]);
    expect(error).toBeInstanceOf(MainstayError);
    expect(error).toMatchObject({ name, code, status: 200 });
  });

  test.each([
    [401, 'UnauthenticatedError'],
    [403, 'ForbiddenError'],
    [404, 'InputError'],
    [413, 'InputError'],
    [429, 'RateLimitedError'],
    [500, 'InternalError'],
    [502, 'UnavailableError'],
    [503, 'UnavailableError'],
    [504, 'UnavailableError'],
    [200, 'InternalError'],
  ])('follows from status %d when something before the graph answered', async (status, name) => {
    expect(await caught(() => new Response('<html>', { status }))).toMatchObject({ name, status });
  });

  test('of a code that this version does not know is the base class, with the code', async () => {
    const error = await caught(fault('TEAPOT'));
    expect(error).toMatchObject({ name: 'MainstayError', code: 'TEAPOT', message: 'teapot' });
  });

  test.each(['null', '[]', '"text"', '7', '{"errors":[]}', '{'])(
    'an answer of %s is an error, not a crash',
    async (body) => {
      expect(await caught(() => new Response(body))).toMatchObject({ name: 'InternalError' });
    },
  );
});

describe('the facts of an error', () => {
  const partly = json({
    data: { day: null },
    errors: [
      {
        message: 'Not a zone.',
        path: ['day'],
        extensions: { code: 'BAD_USER_INPUT', field: 'zone', reference: 'ref_1' },
      },
      { message: 'Later.', extensions: { code: 'UNAVAILABLE' } },
    ],
  });

  test('are fields of it', async () => {
    expect(await caught(partly)).toMatchObject({
      message: 'Not a zone.',
      code: 'BAD_USER_INPUT',
      path: ['day'],
      field: 'zone',
      reference: 'ref_1',
      others: [{ code: 'UNAVAILABLE', message: 'Later.' }],
      data: { day: null },
    });
  });

  test('can be logged as JSON, without the data', async () => {
    const logged = JSON.parse(JSON.stringify(await caught(partly))) as Record<string, unknown>;
    expect(logged).toMatchObject({ code: 'BAD_USER_INPUT', reference: 'ref_1' });
    expect(logged).not.toHaveProperty('data');
  });

  test('name the cause of a broken connection', async () => {
    const cause = new TypeError('fetch failed');
    const error = await caught(() => {
      throw cause;
    });
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'CONNECTION_FAILED', cause });
  });
});

describe('part of an answer', () => {
  const partly = json({
    data: { day: null },
    errors: [{ message: 'Later.', path: ['day'], extensions: { code: 'UNAVAILABLE' } }],
  });

  test('is given to a caller who learns what is missing, and is not asked for again', async () => {
    const { fetch, sent } = scriptedFetch(partly);
    const missing: unknown[] = [];
    const data = await testClient(fetch).client.run(
      getDay,
      {},
      {
        onFieldErrors: (errors) => missing.push(...errors.map(({ path }) => path)),
      },
    );
    expect(data).toEqual({ day: null });
    expect(missing).toEqual([['day']]);
    expect(sent).toHaveLength(1);
  });

  test('must be there: an answer without data throws all the same', async () => {
    const { fetch } = scriptedFetch(json({ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] }));
    const failed = testClient(fetch).client.run(getDay, {}, { onFieldErrors: () => undefined });
    await expect(failed).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
