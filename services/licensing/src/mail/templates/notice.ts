import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import { money, toDecimal } from '@mainstay/kernel/values/money';
import type { MailedQuote } from '../mail-draft.js';
import { letter, longDay, type Letter } from './letter.js';

export interface NoticeModel {
  readonly vendor: string;
  readonly account: string;
  readonly contact: string | null;
  readonly licenses: readonly {
    readonly product: string;
    /** The last symbols of its code or serial: enough to tell it, too few to use it. */
    readonly lastSymbols: string;
    /** The first day without cover. */
    readonly endsOn: CivilDate;
  }[];
  /** What renewing them is offered at; none unless told. */
  readonly quotes?: readonly MailedQuote[];
}

/** Maintenance of licenses of one account ends: which, when, and what to do. The one that ends first stands first. */
export function notice({ vendor, account, contact, licenses, quotes = [] }: NoticeModel): Letter {
  const sorted = [...licenses].sort(
    (a, b) =>
      a.endsOn.localeCompare(b.endsOn) ||
      a.product.localeCompare(b.product, 'en') ||
      a.lastSymbols.localeCompare(b.lastSymbols, 'en'),
  );
  const first = sorted[0];
  if (first === undefined) throw new Error('A notice tells of no license.');
  const single = sorted.length === 1;
  const what = single ? first.product : `${String(sorted.length)} licenses`;
  const day = longDay(addDays(first.endsOn, -1));
  const ends = sorted.every(({ endsOn }) => endsOn === first.endsOn) ? `on ${day}` : `from ${day} on`;
  return letter({
    ...{ vendor, contact },
    subject: `Maintenance of ${what} ends ${ends}`,
    opening: `Maintenance of ${single ? 'a license' : 'licenses'} of ${account} is about to end:`,
    table: {
      heads: ['Product', 'License', 'Last covered day'],
      rows: sorted.map(({ product, lastSymbols, endsOn }) => [
        ...[product, `…${lastSymbols}`, longDay(addDays(endsOn, -1))],
      ]),
    },
    closing: [
      ...quotes.map(offered),
      quotes.length > 0
        ? 'Renew by that day, and cover goes on without a gap.'
        : 'Renew by that day, and cover goes on without a gap. You can do it in the portal, or ask us for a quote.',
      'Without maintenance you keep the versions that you may run today; later ones and support are not included.',
    ],
  });
}

function offered({ number, totalMinor, currency, validThrough }: MailedQuote): string {
  const total = `${toDecimal(money(totalMinor, currency))} ${currency}`;
  return `We offer to renew it: quote ${number} over ${total}, tax included, holds through ${longDay(validThrough)}. Accept it in the portal.`;
}
