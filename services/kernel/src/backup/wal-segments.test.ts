import { expect, test } from '@jest/globals';
import { isSegment, segmentsBetween } from './wal-segments.js';

const megabyte = 1 << 20;

test('one file is the whole way to itself', () => {
  const file = '0000000100000000000000A7';
  expect(segmentsBetween(file, file, 16 * megabyte)).toEqual([file]);
});

test.each([
  [16, ['0000000100000002000000FE', '0000000100000002000000FF', '000000010000000300000000']],
  [64, ['00000001000000020000003E', '00000001000000020000003F', '000000010000000300000000']],
])('with files of %d MB the count carries over where a server carries it', (size, files) => {
  expect(segmentsBetween(files[0] ?? '', files.at(-1) ?? '', size * megabyte)).toEqual(files);
});

test('a way back, over a promotion or from no file is refused', () => {
  const at = (timeline: number, segment: number) =>
    `0000000${String(timeline)}000000000000000${String(segment)}`;
  expect(() => segmentsBetween(at(1, 3), at(1, 2), 16 * megabyte)).toThrow('would end');
  expect(() => segmentsBetween(at(1, 3), at(2, 4), 16 * megabyte)).toThrow('promoted');
  expect(() => segmentsBetween('00000002.history', at(2, 4), 16 * megabyte)).toThrow('no name');
});

test('of the files beside them none is taken for log', () => {
  expect(['0000000100000000000000A7', '00000002.history', 'archive_status'].filter(isSegment)).toEqual([
    '0000000100000000000000A7',
  ]);
});
