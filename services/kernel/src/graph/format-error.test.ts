import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { UserFault, type FaultCode } from './errors.js';
import { formatError } from './format-error.js';
import { listening } from '../../../../test/harness/trial-subgraph.js';

function formatted(error: GraphQLError) {
  const logger = listening();
  const told = formatError(error, { subgraph: 'trial', requestId: 'r-1', logger });
  return { told, lines: logger.lines };
}

function thrown(originalError: Error, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(originalError.message, { path: ['things', 0, 'name'], originalError, extensions });
}

const masked = {
  message: 'Something went wrong on our side.',
  path: ['things', 0, 'name'],
  extensions: { code: 'INTERNAL', reference: 'r-1' },
};

describe('a fault that its asker may read', () => {
  test.each<FaultCode>([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'BAD_USER_INPUT',
    'CONFLICT',
    'RATE_LIMITED',
    'UNAVAILABLE',
    'INTERNAL',
  ])('%s keeps its words, and is not logged', (code) => {
    expect(formatted(thrown(new UserFault(code, 'Told.')))).toEqual({
      told: { message: 'Told.', path: ['things', 0, 'name'], extensions: { code } },
      lines: [],
    });
  });

  test('keeps its field and no other extension', () => {
    const fault = new UserFault('BAD_USER_INPUT', 'Told.', { field: 'first' });
    Object.assign(fault.extensions, { sql: 'select', stacktrace: ['at'] });
    expect(formatted(thrown(fault)).told.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'first' });
  });

  test('is found within the errors that were put around it', () => {
    const around = thrown(thrown(new UserFault('CONFLICT', 'Told.')));
    expect(formatted(around).told.extensions).toEqual({ code: 'CONFLICT' });
  });

  test('needs no place', () => {
    expect(formatted(new UserFault('FORBIDDEN', 'Told.')).told).toEqual({
      message: 'Told.',
      extensions: { code: 'FORBIDDEN' },
    });
  });
});

describe('anything else is masked', () => {
  test.each<[string, GraphQLError]>([
    ['an error of the language', thrown(new TypeError('whispered'))],
    [
      'an error that gives itself a code',
      thrown(Object.assign(new Error('whispered'), { code: 'FORBIDDEN' })),
    ],
    [
      'a GraphQL error with a code of ours',
      thrown(new GraphQLError('whispered'), { code: 'CONFLICT', field: 'x' }),
    ],
    [
      'an error that calls itself a fault',
      thrown(Object.assign(new Error('whispered'), { name: 'UserFault' })),
    ],
    [
      'a fault that is only a cause',
      thrown(new Error('whispered', { cause: new UserFault('CONFLICT', 'Told.') })),
    ],
    ['what was thrown and is no error', thrown({ message: 'whispered' } as Error)],
  ])('%s', (_case, error) => {
    expect(formatted(error).told).toEqual(masked);
  });

  test('the log gets kind and place, and no message, on however many lines it was written', () => {
    const { lines } = formatted(thrown(new RangeError('whispered\nwhispered: Key (code)=(whispered)')));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(
      '"subgraph":"trial","requestId":"r-1","kind":"RangeError","place":"things.name","stack":["at ',
    );
    expect(lines[0]).not.toContain('whispered');
  });
});
