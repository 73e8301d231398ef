import type PDFDocument from 'pdfkit';
import { cellsOf, columnTitles, headOf, printable, totalsOf, type PrintedInvoice } from './printed.rules.js';

const margin = 50;
/** Where each column begins, and how wide it is: numbers stand at their right ends. */
const columns = [
  { x: 50, width: 25, align: 'left' },
  { x: 75, width: 190, align: 'left' },
  { x: 265, width: 50, align: 'right' },
  { x: 315, width: 65, align: 'right' },
  { x: 380, width: 65, align: 'right' },
  { x: 445, width: 40, align: 'right' },
  { x: 485, width: 60, align: 'right' },
] as const;
const lineGap = 4;
/** Below this a row begins on another page. */
const lowest = 770;

type Document = InstanceType<typeof PDFDocument>;

/**
 * An invoice as a PDF, in base64. It is made of what is stored alone, in fonts that every reader has, and so is the same
 * to the byte whenever it is asked for.
 */
export async function invoicePdf(invoice: PrintedInvoice): Promise<string> {
  // Read when the first invoice is printed: with its fonts it would make every start longer.
  const { default: Pdf } = await import('pdfkit');
  const document = new Pdf({
    ...{ size: 'A4', margin, compress: true },
    info: {
      Title: printable(`Invoice ${invoice.number}`),
      Author: printable(invoice.sellerName),
      CreationDate: new Date(`${invoice.issuedOn}T00:00:00Z`),
    },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject));
  write(document, invoice);
  document.end();
  await ended;
  return Buffer.concat(chunks).toString('base64');
}

function write(document: Document, invoice: PrintedInvoice): void {
  document.fontSize(18).text(printable(`Invoice ${invoice.number}`));
  document.fontSize(10).moveDown();
  document.text(`From: ${printable(invoice.sellerName)}`);
  document.text(`To: ${printable(invoice.buyerName)}, ${printable(invoice.buyerCountry)}`).moveDown();
  for (const text of headOf(invoice)) document.text(text);
  document.moveDown().fontSize(8);
  let y = row(document, columnTitles, document.y);
  document.moveTo(margin, y).lineTo(545, y).stroke();
  y += lineGap;
  for (const line of invoice.lines) y = row(document, cellsOf(line, invoice.currency), y);
  document.moveTo(margin, y).lineTo(545, y).stroke();
  y += lineGap;
  for (const [name, amount] of totalsOf(invoice))
    y = row(document, ['', '', '', '', name, '', amount], y, true);
}

/** Tells where the next one begins. */
function row(document: Document, cells: readonly string[], from: number, wide = false): number {
  let y = from;
  if (y > lowest) {
    document.addPage();
    y = margin;
  }
  let height = 0;
  cells.forEach((text, index) => {
    const column = columns[index];
    if (column === undefined || text === '') return;
    // A sum with its currency needs more room than an amount of a line.
    const room = wide && index === cells.length - 1 ? { x: 425, width: 120 } : column;
    const given = { width: room.width, align: column.align };
    height = Math.max(height, document.heightOfString(text, given));
    document.text(text, room.x, y, given);
  });
  return y + height + lineGap;
}
