import { describe, expect, test } from '@jest/globals';
import {
  coverCorrectFaults,
  decideCoverCorrect,
  periodAfter,
  type CoverCorrectAsked,
  type CoverCorrectFacts,
  type StandingPeriod,
} from './cover-correct.rules.js';

const reason = 'typed wrongly';
const add: CoverCorrectAsked = {
  ...{ kind: 'ADD', subjectId: 'lic', startsOn: '2026-03-10', expiresOn: '2027-03-10', reason },
};
const move: CoverCorrectAsked = { kind: 'MOVE', periodId: 'first', expiresOn: '2026-06-01', reason };
const remove: CoverCorrectAsked = { kind: 'REMOVE', periodId: 'first', reason };

describe('a correction by itself', () => {
  test.each<[string, CoverCorrectAsked, string[]]>([
    ['adds', add, []],
    ['moves an end', move, []],
    ['moves a start', { ...move, expiresOn: null, startsOn: '2026-01-01' }, []],
    ['removes', remove, []],
    ['adds without an end', { ...add, expiresOn: null }, ['CORRECTION_UNCLEAR']],
    ['adds without a start', { ...add, startsOn: null }, ['CORRECTION_UNCLEAR']],
    ['adds to nothing', { ...add, subjectId: null }, ['CORRECTION_UNCLEAR']],
    ['adds a period that is there', { ...add, periodId: 'first' }, ['CORRECTION_UNCLEAR']],
    ['moves nothing', { ...move, periodId: null }, ['CORRECTION_UNCLEAR']],
    ['moves nowhere', { ...move, expiresOn: null }, ['CORRECTION_UNCLEAR']],
    ['moves to another subject', { ...move, subjectId: 'lic' }, ['CORRECTION_UNCLEAR']],
    ['removes a day', { ...remove, startsOn: '2026-01-01' }, ['CORRECTION_UNCLEAR']],
    ['removes of a subject', { ...remove, subjectId: 'lic' }, ['CORRECTION_UNCLEAR']],
    ['of one day', { ...add, expiresOn: '2026-03-11' }, []],
    ['of no day', { ...add, expiresOn: '2026-03-10' }, ['DAYS_INVALID']],
    ['turned round', { ...add, expiresOn: '2026-03-09' }, ['DAYS_INVALID']],
    ['from the earliest day', { ...add, startsOn: '1990-01-01' }, []],
    ['before it', { ...add, startsOn: '1989-12-31' }, ['DAYS_INVALID']],
    ['to the latest day', { ...add, expiresOn: '2200-12-31' }, []],
    ['after it', { ...add, expiresOn: '2201-01-01' }, ['DAYS_INVALID']],
    ['without a reason', { ...remove, reason: null }, ['REASON_INVALID']],
    [
      'with all faults at once, in order',
      { kind: 'REMOVE', startsOn: '2026-02-01', expiresOn: '2026-01-01', reason: ' ' },
      ['CORRECTION_UNCLEAR', 'DAYS_INVALID', 'REASON_INVALID'],
    ],
  ])('%s', (_, asked, codes) => {
    expect(coverCorrectFaults(asked).map(({ code }) => code)).toEqual(codes);
  });
});

function period(id: string, startsOn: string, expiresOn: string): StandingPeriod {
  return { id, startsOn, expiresOn, countedFrom: startsOn, anchorDay: Number(startsOn.slice(8)) };
}
const first = period('first', '2025-03-10', '2026-03-10');
const second = period('second', '2026-09-01', '2027-09-01');
const facts: CoverCorrectFacts = {
  ...{ subject: { id: 'lic' }, periods: [first, second] },
  soldUnder: { planId: 'pln', planVersion: 2 },
};

describe('a correction', () => {
  test.each<[string, Partial<CoverCorrectFacts>, CoverCorrectAsked, string[]]>([
    ['adds where nothing is', {}, { ...add, expiresOn: '2026-09-01' }, []],
    ['adds a day into the next', {}, { ...add, expiresOn: '2026-09-02' }, ['COVER_OVERLAPS']],
    [
      'adds a day into the last',
      {},
      { ...add, startsOn: '2026-03-09', expiresOn: '2026-09-01' },
      ['COVER_OVERLAPS'],
    ],
    ['adds around all', {}, { ...add, startsOn: '2020-01-01', expiresOn: '2030-01-01' }, ['COVER_OVERLAPS']],
    ['adds within', {}, { ...add, startsOn: '2026-10-01', expiresOn: '2026-11-01' }, ['COVER_OVERLAPS']],
    ['adds to nothing', { subject: null }, add, ['SUBJECT_NOT_FOUND']],
    ['adds where no cover is sold', { soldUnder: null }, add, ['SUBJECT_NOT_COVERED']],
    ['moves up to the next', {}, { ...move, expiresOn: '2026-09-01' }, []],
    ['moves a day into it', {}, { ...move, expiresOn: '2026-09-02' }, ['COVER_OVERLAPS']],
    ['moves whatever the plan sells', { soldUnder: null }, move, []],
    [
      'moves a start behind the end',
      {},
      { ...move, expiresOn: null, startsOn: '2026-03-10' },
      ['DAYS_INVALID'],
    ],
    ['moves to where it is', {}, { ...move, expiresOn: '2026-03-10' }, ['NOTHING_CHANGED']],
    ['moves what is not there', { subject: null }, move, ['PERIOD_NOT_FOUND']],
    ['removes', {}, remove, []],
    ['removes what is not there', { subject: null }, remove, ['PERIOD_NOT_FOUND']],
  ])('%s', (_, given, asked, codes) => {
    expect(decideCoverCorrect({ ...facts, ...given }, asked).map(({ code }) => code)).toEqual(codes);
  });

  test('says what stands in the way', () => {
    expect(decideCoverCorrect(facts, { ...move, expiresOn: '2026-09-02' })).toMatchObject([
      {
        field: ['expiresOn'],
        facts: { periodId: 'second', startsOn: '2026-09-01', expiresOn: '2027-09-01' },
      },
    ]);
  });
});

describe('a period after it', () => {
  const courtesy: StandingPeriod = {
    ...{ id: 'first', startsOn: '2026-06-17', expiresOn: '2027-07-01' },
    ...{ countedFrom: '2026-07-01', anchorDay: 1 },
  };
  const clamped = { ...period('first', '2028-02-29', '2029-02-28'), anchorDay: 29 };

  test.each<[string, StandingPeriod | null, Partial<CoverCorrectAsked>, object]>([
    ['that is new counts from its first day', null, add, { countedFrom: '2026-03-10', anchorDay: 10 }],
    ['that ends elsewhere is anchored there', first, { expiresOn: '2026-03-15' }, { anchorDay: 15 }],
    ['that ends a month later keeps its anchor', first, { expiresOn: '2026-04-10' }, { anchorDay: 10 }],
    [
      'that starts elsewhere counts from there',
      first,
      { startsOn: '2025-04-10' },
      { countedFrom: '2025-04-10', anchorDay: 10 },
    ],
    [
      'keeps its courtesy days',
      courtesy,
      { startsOn: '2026-06-20' },
      { startsOn: '2026-06-20', countedFrom: '2026-07-01', anchorDay: 1 },
    ],
    [
      'has none after the day it counted from',
      courtesy,
      { startsOn: '2026-07-02' },
      { countedFrom: '2026-07-02', anchorDay: 1 },
    ],
    [
      'that ends before that day counts from its first',
      courtesy,
      { expiresOn: '2026-07-01' },
      { countedFrom: '2026-06-17', anchorDay: 1 },
    ],
    [
      'that was clamped keeps its anchor to the leap year',
      clamped,
      { expiresOn: '2032-02-29' },
      { anchorDay: 29 },
    ],
  ])('%s', (_, before, asked, expected) => {
    expect(periodAfter(before, { ...move, expiresOn: null, ...asked }, [])).toMatchObject(expected);
  });

  test('that follows another without a gap keeps its anchor', () => {
    const asked = { ...add, startsOn: '2029-02-28', expiresOn: '2030-02-28' };
    expect(periodAfter(null, asked, [clamped])).toMatchObject({ anchorDay: 29 });
    expect(periodAfter(null, asked, [])).toMatchObject({ anchorDay: 28 });
  });
});
