import { describe, expect, test } from '@jest/globals';
import type { Letter } from './letter.js';
import { activation } from './activation.js';
import { notice } from './notice.js';
import { purchase } from './purchase.js';
import { releaseAnnounced } from './release-announced.js';

const hostile = `<img src=x onerror="alert(1)"> & 'Co'\r\nBcc: all@example.com`;
const who = { vendor: 'Cronwell', account: 'Northwind Mills', contact: 'Sample Contact' };
const spindle = { product: 'Spindle', lastSymbols: '7K2Q', endsOn: '2026-03-10' };
const shuttle = { product: 'Shuttle', lastSymbols: 'M4XA', endsOn: '2026-03-31' };

/** What both forms must hold. */
function reads({ html, text }: Letter, parts: readonly string[]): void {
  for (const part of parts) expect([html.includes(part), text.includes(part)]).toEqual([true, true]);
}

describe('a notice', () => {
  test('of one license says which, until when, and what to do', () => {
    const letter = notice({ ...who, licenses: [spindle] });
    expect(letter.subject).toBe('Maintenance of Spindle ends on 9 March 2026');
    reads(letter, ['Hello Sample Contact,', 'Northwind Mills', 'Spindle', '…7K2Q', '9 March 2026']);
    reads(letter, ['Renew by that day', 'you keep the versions', 'Cronwell']);
    expect(letter.text).toContain('- Spindle, license …7K2Q, last covered day 9 March 2026');
  });

  test('of several lists all, what ends first before what ends later', () => {
    const letter = notice({ ...who, licenses: [shuttle, spindle] });
    expect(letter.subject).toBe('Maintenance of 2 licenses ends from 9 March 2026 on');
    const onOneDay = notice({ ...who, licenses: [spindle, { ...shuttle, endsOn: spindle.endsOn }] });
    expect(onOneDay.subject).toBe('Maintenance of 2 licenses ends on 9 March 2026');
    for (const form of [letter.html, letter.text]) {
      expect(form.indexOf('7K2Q')).toBeGreaterThan(0);
      expect(form.indexOf('7K2Q')).toBeLessThan(form.indexOf('M4XA'));
    }
  });

  test('of very many lists a hundred and counts the others', () => {
    const letter = notice({ ...who, licenses: Array.from({ length: 123 }, () => spindle) });
    reads(letter, ['And 23 more']);
    expect(letter.text.match(/7K2Q/gu)).toHaveLength(100);
  });

  test('of nothing is none', () => {
    expect(() => notice({ ...who, licenses: [] })).toThrow('no license');
  });
});

describe('an announced release', () => {
  const of = { ...who, product: 'Spindle', version: '10.9.0', releasedOn: '2026-03-10' };

  test.each<[string, boolean[], string[], string[]]>([
    ['for all', [true, true], ['download'], ['not included', 'renewed']],
    ['for none', [false], ['not included', 'renewed'], ['download']],
    ['for some', [true, false], ['included', 'not included', 'download', 'renewed'], []],
  ])('%s', (_, entitled, holds, lacks) => {
    const licenses = entitled.map((one, index) => ({ lastSymbols: `000${String(index)}`, entitled: one }));
    const letter = releaseAnnounced({ ...of, licenses });
    expect(letter.subject).toBe('Spindle 10.9.0 is released');
    reads(letter, ['10 March 2026', '…0000', ...holds]);
    for (const word of lacks) expect(letter.html + letter.text).not.toContain(word);
  });
});

describe('what was bought', () => {
  test('is told with whole codes, and until when each license is covered', () => {
    const letter = activation({
      ...who,
      licenses: [
        { product: 'Spindle', key: 'AAAAA-BBBBB-CCCCC-DDDDD', endsOn: '2027-03-10', begins: false },
        { product: 'Shuttle', key: 'EEEEE-FFFFF-GGGGG-HHHHH', endsOn: null, begins: false },
      ],
    });
    expect(letter.subject).toBe('Your 2 licenses');
    expect(letter.text).toContain(
      '- Shuttle, code or serial EEEEE-FFFFF-GGGGG-HHHHH, last covered day none\n- Spindle, code or serial AAAAA-BBBBB-CCCCC-DDDDD, last covered day 9 March 2027',
    );
    expect(() => activation({ ...who, licenses: [] })).toThrow('no license');
  });

  test('says what is covered, and how a pack comes to cover', () => {
    const covers = [{ subject: 'Contract C-7', startsOn: '2026-03-10', endsOn: '2027-03-10' }];
    const done = purchase({ ...who, codes: [], covers });
    reads(done, ['Contract C-7', '10 March 2026 to 9 March 2027', 'Nothing is left to do.']);
    const code = { product: 'Spindle', code: 'AAAAA-BBBBB-CCCCC-DDDDD', site: true, used: false };
    const left = purchase({ ...who, codes: [code], covers: [] });
    reads(left, ['Site pack of Spindle', 'AAAAA-BBBBB-CCCCC-DDDDD', 'Associate each pack in the portal']);
    const used = purchase({ ...who, codes: [{ ...code, used: true }], covers: [] });
    reads(used, ['associated already', 'Nothing is left to do.']);
    expect(() => purchase({ ...who, codes: [], covers: [] })).toThrow('nothing');
  });
});

describe('names that are markup or lines', () => {
  const letters = [
    notice({
      ...{ vendor: hostile, account: hostile, contact: hostile },
      licenses: [{ ...spindle, product: hostile, lastSymbols: '<b>&' }],
    }),
    releaseAnnounced({
      ...{ vendor: hostile, account: hostile, contact: hostile, product: hostile, version: '1.0.0' },
      ...{ releasedOn: '2026-03-10', licenses: [{ lastSymbols: '<b>&', entitled: true }] },
    }),
    activation({
      ...{ vendor: hostile, account: hostile, contact: hostile },
      licenses: [{ product: hostile, key: '<b>&', endsOn: null, begins: true }],
    }),
    purchase({
      ...{ vendor: hostile, account: hostile, contact: hostile },
      codes: [{ product: hostile, code: '<b>&', site: true, used: false }],
      covers: [{ subject: hostile, startsOn: '2026-03-10', endsOn: '2027-03-10' }],
    }),
  ];

  test.each(letters.map((one) => [one.subject.slice(0, 30), one] as const))('%s stay text', (_, letter) => {
    expect(letter.html).not.toMatch(/<img|<b>|'Co'|onerror="/u);
    expect(letter.html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;Co&#39; Bcc:');
    expect(letter.subject).not.toMatch(/[\r\n]/u);
    expect(letter.subject.length).toBeLessThanOrEqual(150);
    expect(letter.text).not.toMatch(/^Bcc:/mu);
  });

  test('and nobody known is greeted without a name', () => {
    reads(notice({ ...who, contact: null, licenses: [spindle] }), ['Hello,']);
  });
});
