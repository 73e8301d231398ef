import { expect, test } from '@jest/globals';
import { faultText } from '../../scripts/start/fault-text.mjs';

const fault = (message: string, facts: object = {}) => Object.assign(new Error(message), facts);

test.each([
  [
    'a port that is taken',
    { code: 'EADDRINUSE' },
    /^Port 4000 is taken\. Take another: npm start -- --port 4001$/,
  ],
  [
    'what may not be written',
    { code: 'EACCES', syscall: 'open' },
    /^What failed\nA start keeps .* let it write there/,
  ],
  ['a file system that only reads', { code: 'EROFS', syscall: 'open' }, /let it write there/],
  ['a folder below one that only reads', { code: 'ENOENT', syscall: 'mkdir' }, /let it write there/],
  ['a full disk', { code: 'ENOSPC', syscall: 'write' }, /see that there is room/],
  ['the configuration', { name: 'ConfigFault' }, /^What failed$/],
])('%s is told in words, with the way out', (_, facts, text) => {
  expect(faultText(fault('What failed', facts), 4000)).toMatch(text);
});

test('a disk that is full when PostgreSQL is made is told as such', () => {
  const said = faultText(
    fault('initdb ended with 1:\nFATAL: could not write: No space left on device\n'),
    4000,
  );
  expect(said).toMatch(/^initdb ended with 1:.*No space left on device\nA start keeps/s);
});

test.each([
  [fault('Cannot find it', { code: 'ENOENT', syscall: 'open' })],
  [fault('Nobody thought of this')],
])('all that is known of %s is told, for it is ours to find', (error) => {
  expect(faultText(error, 4000)).toBe(error.stack);
});

test('what is no error is told as it is', () => {
  expect(faultText('stopped', 4000)).toBe('stopped');
});
