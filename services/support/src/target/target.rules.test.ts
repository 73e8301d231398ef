import { describe, expect, test } from '@jest/globals';
import type { SupportCalendar } from './opening-hours.rules.js';
import { dueAt, paused, resumed, type Pause } from './target.rules.js';

const hours = { fromMinute: 9 * 60, untilMinute: 22 * 60 };
/** Cronwell's: Mon to Fri from 09:00 to 22:00, at UTC+01:00 all year. */
const calendar: SupportCalendar = {
  offsetMinutes: 60,
  opening: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
  holidays: [],
  extraOpenings: [],
};
const aDay = { by: 'BUSINESS_DAYS', days: 1 } as const;
const byClock = { by: 'CLOCK', hours: 24 } as const;

/** 2026-01-02 is a Friday; times as the calendar shows them. */
const at = (day: string, time: string) => new Date(`${day}T${time}:00+01:00`).toISOString();
const friday = '2026-01-02';
const saturday = '2026-01-03';
const monday = '2026-01-05';
const tuesday = '2026-01-06';
const wednesday = '2026-01-07';

const pause = (from: string, until: string | null, reason: Pause['reason'] = 'CUSTOMER_ASKED'): Pause => ({
  ...{ reason, from, until },
});

describe('one business day of 13 hours', () => {
  test.each([
    ['Fri 21:00', at(friday, '21:00'), at(monday, '21:00')],
    ['Sat 12:00', at(saturday, '12:00'), at(monday, '22:00')],
    ['Mon 09:00', at(monday, '09:00'), at(monday, '22:00')],
    ['Mon 22:00', at(monday, '22:00'), at(tuesday, '22:00')],
    ['Mon 08:59', at(monday, '08:59'), at(monday, '22:00')],
    ['Mon 21:59', at(monday, '21:59'), at(tuesday, '21:59')],
    // The offset is the same all year: in July Stockholm's clocks show 23:00 at the end.
    ['a Friday 21:00 in July', at('2026-07-03', '21:00'), at('2026-07-06', '21:00')],
  ])('opened on %s', (_, openedAt, due) => {
    expect(dueAt({ openedAt, pauses: [], target: aDay, calendar })).toBe(due);
  });

  test('a holiday is no day of it', () => {
    const closed = { ...calendar, holidays: [monday] };
    expect(dueAt({ openedAt: at(friday, '21:00'), pauses: [], target: aDay, calendar: closed })).toBe(
      at(tuesday, '21:00'),
    );
  });

  test('an extra opening at a weekend neither shortens nor lengthens it', () => {
    const open = { ...calendar, extraOpenings: [{ on: saturday, opening: hours }] };
    for (const openedAt of [at(friday, '21:00'), at(saturday, '12:00')])
      expect(dueAt({ openedAt, pauses: [], target: aDay, calendar: open })).toBe(
        dueAt({ openedAt, pauses: [], target: aDay, calendar }),
      );
  });

  test('two days are twice as long', () => {
    const target = { by: 'BUSINESS_DAYS', days: 2 } as const;
    expect(dueAt({ openedAt: at(monday, '10:00'), pauses: [], target, calendar })).toBe(
      at(wednesday, '10:00'),
    );
  });

  test.each([
    ['an hour of opening time', pause(at(monday, '10:00'), at(monday, '11:00')), at(tuesday, '10:00')],
    ['a night', pause(at(monday, '22:00'), at(tuesday, '09:00')), at(monday, '22:00')],
    ['from before it opens', pause(at(monday, '07:00'), at(monday, '10:00')), at(tuesday, '10:00')],
  ])('a pause of %s', (_, waited, due) => {
    expect(dueAt({ openedAt: at(monday, '09:00'), pauses: [waited], target: aDay, calendar })).toBe(due);
  });

  test('overlapping pauses count once', () => {
    const pauses = [
      pause(at(monday, '10:00'), at(monday, '12:00'), 'ASSESSMENT'),
      pause(at(monday, '11:00'), at(monday, '13:00')),
    ];
    expect(dueAt({ openedAt: at(monday, '09:00'), pauses, target: aDay, calendar })).toBe(
      at(tuesday, '12:00'),
    );
  });
});

describe('24 hours by the clock', () => {
  test('count nights and weekends', () => {
    expect(dueAt({ openedAt: at(friday, '21:00'), pauses: [], target: byClock, calendar: null })).toBe(
      at(saturday, '21:00'),
    );
  });

  test('wait while the customer is asked, and go on after', () => {
    const openedAt = at(monday, '09:00');
    const waits = paused([], 'CUSTOMER_ASKED', at(monday, '12:00'));
    expect(dueAt({ openedAt, pauses: waits, target: byClock, calendar: null })).toBeNull();
    const answered = resumed(waits, 'CUSTOMER_ASKED', at(monday, '15:00'));
    expect(dueAt({ openedAt, pauses: answered, target: byClock, calendar: null })).toBe(at(tuesday, '12:00'));
  });
});

describe('waiting', () => {
  test('for one reason goes on while the other has ended', () => {
    const both = paused(paused([], 'ASSESSMENT', at(monday, '10:00')), 'CUSTOMER_ASKED', at(monday, '11:00'));
    const one = resumed(both, 'ASSESSMENT', at(monday, '12:00'));
    expect(one.map(({ until }) => until)).toEqual([at(monday, '12:00'), null]);
    expect(dueAt({ openedAt: at(monday, '09:00'), pauses: one, target: aDay, calendar })).toBeNull();
  });

  test('twice for one reason is waiting once', () => {
    const once = paused([], 'ASSESSMENT', at(monday, '10:00'));
    expect(paused(once, 'ASSESSMENT', at(monday, '11:00'))).toEqual(once);
  });
});

test.each([
  ['no target', null, calendar],
  ['no calendar', aDay, null],
  ['nothing ever open', aDay, { ...calendar, opening: {} }],
])('with %s nothing is due', (_, target, given) => {
  expect(dueAt({ openedAt: at(monday, '09:00'), pauses: [], target, calendar: given })).toBeNull();
});
