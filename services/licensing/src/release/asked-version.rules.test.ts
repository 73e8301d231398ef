import { expect, test } from '@jest/globals';
import { askedVersion } from './asked-version.js';

test.each(['0.0.0', '10.9.0', '5.0.0-rc.1', '1.0.0-0.x-y.7', '1.2.3+build.5', '99999.0.0'])(
  '%s may be asked for',
  (version) => {
    expect(askedVersion(version, 'version')).toBe(version);
  },
);

test.each([
  '',
  ' ',
  'tangerine',
  '10',
  '10.9',
  '10.9.0.1',
  'v10.9.0',
  ' 10.9.0',
  '10.9.0 ',
  '10.9.0\n',
  '10.09.0',
  '10.9.x',
  '10.9.0-',
  '10.9.0-rc.01',
  '9007199254740993.0.0',
  '-1.0.0',
])('%j is refused with an example, by its field, and not repeated', (version) => {
  const asking = () => askedVersion(version, 'version');
  expect(asking).toThrow(/such as 4\.2\.0/);
  expect(asking).toThrow(
    expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field: 'version' } }),
  );
  expect(asking).not.toThrow(/tangerine|10\.9/);
});

test('one beyond 100 characters is refused by its length', () => {
  expect(askedVersion(`1.0.0-${'a'.repeat(94)}`, 'version')).toHaveLength(100);
  expect(() => askedVersion(`1.0.0-${'a'.repeat(95)}`, 'version')).toThrow('at most 100 characters');
});
