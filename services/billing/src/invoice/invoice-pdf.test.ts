import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { invoicePdf } from './invoice-pdf.js';
import { cellsOf, printable, totalsOf, type PrintedInvoice, type PrintedLine } from './printed.rules.js';

const line = (made: Partial<PrintedLine> = {}): PrintedLine => ({
  ...{ position: 1, description: 'Maintenance of Nightrun for 1 year', quantity: 1, unitMinor: 200_000 },
  ...{ netMinor: 200_000, taxRatePermille: 250, taxMinor: 50_000, ...made },
});
const invoice = (made: Partial<PrintedInvoice> = {}): PrintedInvoice => ({
  ...{ number: '000123', issuedOn: '2026-11-02', dueOn: '2026-12-02', currency: 'EUR' },
  ...{ netMinor: 220_000, taxMinor: 55_000, totalMinor: 275_000 },
  ...{ sellerName: 'Cronwell', buyerName: 'Norrskog Åkeri', buyerCountry: 'SE', purchaseOrderNumber: 'PO-7' },
  lines: [
    line(),
    line({
      position: 2,
      description: 'Reinstatement fee',
      unitMinor: 20_000,
      netMinor: 20_000,
      taxMinor: 5_000,
    }),
  ],
  ...made,
});

/** What is written on each page, without its places: texts are written in hexadecimal between angle brackets. */
function pagesOf(pdf: string): string[] {
  const bytes = Buffer.from(pdf, 'base64').toString('latin1');
  const streams = Array.from(bytes.matchAll(/stream\n([\s\S]*?)\nendstream/g), ([, stream = '']) =>
    inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'),
  );
  return streams.map((stream) =>
    Array.from(stream.matchAll(/<([0-9a-f]+)>/g), ([, hex = '']) =>
      Buffer.from(hex, 'hex').toString('latin1'),
    ).join(''),
  );
}

describe('an invoice as a PDF', () => {
  test('says who sold what to whom, and what it comes to: 2,750.00', async () => {
    const pdf = await invoicePdf(invoice());
    expect(Buffer.from(pdf, 'base64').toString('latin1').slice(0, 5)).toBe('%PDF-');
    const [page = ''] = pagesOf(pdf);
    for (const text of [
      'Invoice 000123',
      'Cronwell',
      'Norrskog Åkeri',
      'SE',
      'PO-7',
      '2026-11-02',
      '2026-12-02',
    ])
      expect(page).toContain(text);
    for (const text of [
      'Maintenance of Nightrun',
      'Reinstatement fee',
      '2200.00 EUR',
      '550.00 EUR',
      '2750.00 EUR',
    ])
      expect(page).toContain(text);
  });

  test('is the same to the byte, whenever it is made, and another for another invoice', async () => {
    const [first, second] = await Promise.all([invoicePdf(invoice()), invoicePdf(invoice())]);
    expect(second).toBe(first);
    expect(await invoicePdf(invoice({ number: '000124' }))).not.toBe(first);
  });

  test('goes on over as many pages as it needs', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => line({ position: index + 1 }));
    const pages = pagesOf(await invoicePdf(invoice({ lines })));
    expect(pages.length).toBeGreaterThan(5);
    expect(pages.join('')).toContain('500');
    expect(pages.at(-1)).toContain('2750.00 EUR');
  });
});

describe('what is printed', () => {
  test.each([
    ['Åkeri – 5 €', 'Åkeri – 5 €'],
    ['Łódź Őrség', '?ódz Orség'],
    ['日本', '??'],
    ['a\u0007b\n', 'a?b?'],
    // Written in two characters it is one letter.
    ['A\u030a', 'Å'],
  ])('of %j is %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('has the decimals of its currency', () => {
    expect(cellsOf(line({ taxRatePermille: 75 }), 'EUR').slice(2)).toEqual([
      '1',
      '2000.00',
      '2000.00',
      '7.5',
      '500.00',
    ]);
    expect(cellsOf(line(), 'JPY').slice(3)).toEqual(['200000', '200000', '25', '50000']);
    expect(totalsOf(invoice({ currency: 'JPY' }))[2]).toEqual(['Total', '275000 JPY']);
  });
});
