import { describe, expect, test } from '@jest/globals';
import { quoteStates } from './quote-state.rules.js';
import { decideQuoteVoid, quoteVoidFaults } from './quote-void.rules.js';

const codes = (refusals: readonly { readonly code: string }[]) => refusals.map(({ code }) => code);

describe('withdrawing a quote', () => {
  test.each(quoteStates)('of one that is %s is decided by what it is on that day', (state) => {
    const quote = { state, validThrough: '2026-11-30' };
    const open = state === 'OPEN';
    expect(codes(decideQuoteVoid(quote, '2026-11-30'))).toEqual(open ? [] : ['QUOTE_NOT_OPEN']);
    const [refusal] = decideQuoteVoid(quote, '2026-12-01');
    expect(refusal).toMatchObject({
      ...{ code: 'QUOTE_NOT_OPEN', field: ['quoteId'] },
      facts: { state: open ? 'EXPIRED' : state, validThrough: '2026-11-30' },
    });
  });

  test('of one that became an order says what becomes of that, since nobody cancels it by hand', () => {
    const [refusal] = decideQuoteVoid({ state: 'ACCEPTED', validThrough: '2026-11-30' }, '2026-11-02');
    expect(refusal?.message).toContain('left unpaid, that is cancelled by itself');
  });

  test('of one that is not there is refused as such', () => {
    expect(codes(decideQuoteVoid(null, '2026-11-02'))).toEqual(['QUOTE_NOT_FOUND']);
  });

  test.each([undefined, null, '', '  ', 'x'.repeat(501)])('for no reason (%j) is none', (reason) => {
    expect(codes(quoteVoidFaults({ reason }))).toEqual(['REASON_INVALID']);
  });

  test.each(['Made in error', 'x'.repeat(500)])('says why', (reason) => {
    expect(quoteVoidFaults({ reason })).toEqual([]);
  });
});
