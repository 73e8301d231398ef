import { describe, expect, test } from '@jest/globals';
import { newestPolicy } from '../tenants.js';
import { by, keyOf, rowsOf, text, vendors } from '../test-rows.js';
import { testDay } from '../test-world.js';

describe.each(vendors)('notices of %s', (_, { tenant, own }) => {
  const notices = own('notice');
  const due = own('due_work').filter(({ kind }) => kind === 'notices');
  const sells = newestPolicy(tenant).cover !== null;

  test('are past and coming where cover is sold, and none where it is not', () => {
    const states = new Set(notices.map(({ state }) => state));
    const expected = ['PLANNED', 'SENT', 'WITHDRAWN'];
    expect([...states].filter((state) => state !== 'SKIPPED').sort()).toEqual(sells ? expected : []);
  });

  test('that are due by the end of the day have gone, so that a demo that starts sends nothing', () => {
    for (const notice of notices)
      if (notice['state'] === 'PLANNED') expect(text(notice, 'due_at') > `${testDay}T23:59`).toBe(true);
    for (const row of due) expect(text(row, 'due_at') > `${testDay}T23:59`).toBe(true);
    for (const mail of own('mail')) expect(['SENT', 'REFUSED']).toContain(mail['state']);
  });

  test('that come wait as due work, once for an account and instant', () => {
    const planned = notices
      .filter(({ state }) => state === 'PLANNED')
      .map((row) => `${text(row, 'account_id')} ${text(row, 'due_at')}`);
    expect(due.map(({ key }) => key).sort()).toEqual([...new Set(planned)].sort());
  });

  test('are one for a license, end and offset, and tell of cover that ended or ends then', () => {
    const keys = notices.map((row) => [row['license_id'], row['expires_on'], row['before']].join(' '));
    expect(new Set(keys).size).toBe(keys.length);
    const ends = by('license', 'id');
    for (const notice of notices.filter(({ state }) => state === 'PLANNED')) {
      const [license] = ends.get(keyOf(notice, 'license_id')) ?? [];
      expect(license?.['status']).toBe('ACTIVE');
      expect(text(notice, 'expires_on') <= text(license ?? {}, 'covered_until')).toBe(true);
    }
  });
});

test('notices of the last days left mails, some of which were refused', () => {
  expect(new Set(rowsOf('mail').map(({ state }) => state))).toEqual(new Set(['SENT', 'REFUSED']));
});
