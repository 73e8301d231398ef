import { afterEach, describe, expect, it } from '@jest/globals';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResult } from '@mainstay/kernel/graph/executor';
import { maskError, maskErrors } from '@mainstay/gateway/mask';
import { ask, openHouse, type House } from './harness.js';

let house: House | null = null;
afterEach(async () => {
  await house?.gateway.stop();
  house = null;
});

/** Everything that must not get out, in each place where an error can hold something. */
const secret = 'select activation_code from license -- at 10.0.0.7:5432 /srv/house/licensing.js';
const leaky = /select|10\.0\.0\.7|5432|\/srv|licensing\.js|stack|SQL|DOWNSTREAM|originalError|serviceName/i;

async function askWithErrors(errors: readonly unknown[]) {
  house = await openHouse({
    around: (name, executor) =>
      name === 'acts' ? () => Promise.resolve({ data: { quick: null }, errors } as SubgraphResult) : executor,
  });
  return { answer: await ask(house.gateway.url, '{ quick count(of: 3) }'), log: house.log };
}

describe('an error of a subgraph that is not meant to be read', () => {
  it.each([
    ['no extensions', { message: secret, path: ['quick'] }],
    ['an unknown code', { message: secret, path: ['quick'], extensions: { code: '42P01' } }],
    [
      'a code of Apollo',
      {
        message: secret,
        path: ['quick'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: [secret] },
      },
    ],
    [
      'a refusal of our own document',
      { message: secret, path: ['quick'], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ],
    [
      'a refusal of our own credentials',
      { message: secret, path: ['quick'], extensions: { code: 'UNAUTHENTICATED' } },
    ],
    [
      'the name of a property of every object',
      { message: secret, path: ['quick'], extensions: { code: 'constructor' } },
    ],
    ['a code that is no text', { message: secret, path: ['quick'], extensions: { code: { secret } } }],
    ['extensions that are none', { message: secret, path: ['quick'], extensions: secret }],
    [
      'everything at once',
      {
        message: secret,
        path: ['quick'],
        locations: [{ line: 4, column: 2 }],
        stack: secret,
        originalError: { secret },
        extensions: {
          code: 'INTERNAL',
          exception: { secret },
          field: secret,
          reference: secret,
          [secret]: 1,
        },
      },
    ],
  ])('%s: reads as INTERNAL with a reference', async (_, error) => {
    const { answer, log } = await askWithErrors([error]);
    expect(answer.data).toEqual({ quick: null, count: 3 });
    expect(answer.errors).toEqual([
      {
        message: 'Something went wrong on our side. Quote the reference when you report it.',
        path: ['quick'],
        extensions: { code: 'INTERNAL', reference: answer.headers.get('x-request-id') },
      },
    ]);
    expect(answer.text).not.toMatch(leaky);
    expect(log.join('')).not.toMatch(leaky);
  });

  it('reads as UNAVAILABLE when a part did not answer, without its words', async () => {
    const { answer } = await askWithErrors([
      { message: secret, path: ['quick'], extensions: { code: 'UNAVAILABLE', address: secret } },
    ]);
    expect(answer.errors?.[0]).toEqual({
      message: 'This part of the graph does not answer at the moment.',
      path: ['quick'],
      extensions: { code: 'UNAVAILABLE', reference: answer.headers.get('x-request-id') },
    });
    expect(answer.text).not.toMatch(leaky);
  });
});

describe('an error of a subgraph that its asker may read', () => {
  it.each(['FORBIDDEN', 'BAD_USER_INPUT', 'CONFLICT', 'RATE_LIMITED'])(
    '%s keeps its words and its field, and nothing else',
    async (code) => {
      const { answer } = await askWithErrors([
        {
          message: 'Not so.',
          path: ['quick'],
          locations: [{ line: 1, column: 1 }],
          extensions: { code, field: 'filter.accountId', sql: secret, stacktrace: [secret] },
        },
      ]);
      expect(answer.errors).toEqual([
        { message: 'Not so.', path: ['quick'], extensions: { code, field: 'filter.accountId' } },
      ]);
      expect(answer.text).not.toMatch(leaky);
    },
  );

  it('keeps the reference of the subgraph whose log tells more', async () => {
    const reference = '0123456789abcdef0123456789abcdef';
    const { answer } = await askWithErrors([
      { message: secret, path: ['quick'], extensions: { code: 'INTERNAL', reference } },
    ]);
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL', reference });
  });

  it.each([secret, 'a b', '', 'x'.repeat(101), 7, null])('tells no field %j', async (field) => {
    const { answer } = await askWithErrors([
      { message: 'Not so.', path: ['quick'], extensions: { code: 'CONFLICT', field } },
    ]);
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'CONFLICT' });
  });
});

describe('many errors', () => {
  it('are told once each, and a hundred at most', async () => {
    const same = { message: 'Not so.', path: ['quick'], extensions: { code: 'CONFLICT' } };
    const twice = await askWithErrors([same, same]);
    expect(twice.answer.errors).toHaveLength(1);
    const many = Array.from({ length: 500 }, (_, index) => ({ ...same, message: `Not so ${index}.` }));
    await house?.gateway.stop();
    expect((await askWithErrors(many)).answer.errors).toHaveLength(100);
  });
});

describe('the mask itself', () => {
  const reference = 'fedcba9876543210';
  const errors: GraphQLFormattedError[] = [
    { message: secret },
    { message: 'x'.repeat(5_000), extensions: { code: 'CONFLICT' } },
    { message: secret, extensions: { code: 'UNAVAILABLE', reference: 'short' } },
  ];

  it('changes nothing the second time', () => {
    const once = maskErrors(errors, reference);
    expect(maskErrors(once, 'another reference')).toEqual(once);
  });

  it('cuts what is too long to read', () => {
    expect(maskError(errors[1]!, reference).message).toHaveLength(300);
  });
});
