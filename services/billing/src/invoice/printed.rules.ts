import { money, toDecimal } from '@mainstay/kernel/values/money';

/** All that is printed of an invoice: as it was issued, and nothing that changes later. */
export interface PrintedInvoice {
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly currency: string;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly sellerName: string;
  readonly buyerName: string;
  readonly buyerCountry: string;
  readonly purchaseOrderNumber: string | null;
  readonly lines: readonly PrintedLine[];
}

export interface PrintedLine {
  readonly position: number;
  readonly description: string;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly netMinor: number;
  readonly taxRatePermille: number;
  readonly taxMinor: number;
}

/** The characters of Windows-1252 beyond Latin-1: those that the fonts of every PDF reader have. */
const beyondLatin = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

function hasGlyph(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || beyondLatin.has(character);
}

/** A letter that the fonts lack is printed without its mark, and as a question mark where it has none. */
export function printable(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (hasGlyph(character)) return character;
    const [plain = ''] = character.normalize('NFD');
    return hasGlyph(plain) ? plain : '?';
  }).join('');
}

/** The parts of the head, one line each. */
export function headOf(invoice: PrintedInvoice): string[] {
  const { purchaseOrderNumber: order } = invoice;
  return [
    `Issued on ${invoice.issuedOn}`,
    `Due on ${invoice.dueOn}`,
    ...(order === null ? [] : [`Purchase order ${order}`]),
  ].map(printable);
}

export const columnTitles = ['No.', 'Description', 'Quantity', 'Unit', 'Net', 'Tax %', 'Tax'] as const;

/** A line by the columns. */
export function cellsOf(line: PrintedLine, currency: string): string[] {
  const amount = (minor: number) => toDecimal(money(minor, currency));
  return [
    ...[String(line.position), printable(line.description), String(line.quantity)],
    ...[
      amount(line.unitMinor),
      amount(line.netMinor),
      percentOf(line.taxRatePermille),
      amount(line.taxMinor),
    ],
  ];
}

/** Thousandths as percent: 250 is 25, 75 is 7.5. */
function percentOf(permille: number): string {
  const rest = permille % 10;
  return `${String((permille - rest) / 10)}${rest === 0 ? '' : `.${String(rest)}`}`;
}

export function totalsOf({ netMinor, taxMinor, totalMinor, currency }: PrintedInvoice): [string, string][] {
  const amount = (minor: number) => `${toDecimal(money(minor, currency))} ${currency}`;
  return [
    ['Net', amount(netMinor)],
    ['Tax', amount(taxMinor)],
    ['Total', amount(totalMinor)],
  ];
}
