import { expect, test } from '@jest/globals';
import { keptCover, type HadCover } from './kept-cover.rules.js';

const had = (source: HadCover['source'], startsOn: string, expiresOn: string): HadCover => ({
  ...{ source, startsOn, expiresOn, countedFrom: startsOn, anchorDay: Number(expiresOn.slice(8)) },
  ...{ planId: 'pln_1', planVersion: 2 },
});
const days = (cover: readonly HadCover[]) =>
  keptCover(cover).map(({ startsOn, expiresOn }) => `${startsOn} to ${expiresOn}`);

test.each<[string, HadCover[], string[]]>([
  ['nothing', [], []],
  ['what is its own goes along by itself', [had('LICENSE', '2024-01-10', '2025-01-10')], []],
  ['a year of its site', [had('SITE', '2024-01-10', '2025-01-10')], ['2024-01-10 to 2025-01-10']],
  [
    'the days of its site before its own',
    [had('SITE', '2024-01-10', '2025-01-10'), had('LICENSE', '2024-07-01', '2025-07-01')],
    ['2024-01-10 to 2024-07-01'],
  ],
  [
    'the days of its site around its own',
    [had('SITE', '2024-01-10', '2025-01-10'), had('LICENSE', '2024-03-01', '2024-04-01')],
    ['2024-01-10 to 2024-03-01', '2024-04-01 to 2025-01-10'],
  ],
  [
    'nothing of it that is its own too',
    [had('SITE', '2024-02-01', '2024-03-01'), had('LICENSE', '2024-01-01', '2025-01-01')],
    [],
  ],
  [
    'a day of two of them once',
    [had('SITE', '2024-01-10', '2024-06-10'), had('CONTRACT', '2024-03-10', '2024-09-10')],
    ['2024-01-10 to 2024-06-10', '2024-06-10 to 2024-09-10'],
  ],
])('of what it had it keeps %s', (_, cover, expected) => {
  expect(days(cover)).toEqual(expected);
});

test('what it keeps is its own, sold under the same version, and ends on its own day of the month', () => {
  const site = { ...had('SITE', '2024-01-10', '2025-01-10'), countedFrom: '2024-02-01' };
  expect(keptCover([site, had('LICENSE', '2024-03-05', '2024-04-06')])).toEqual([
    { ...site, source: 'LICENSE', expiresOn: '2024-03-05', anchorDay: 5 },
    { ...site, source: 'LICENSE', startsOn: '2024-04-06', countedFrom: '2024-04-06' },
  ]);
});
