import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
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
}

/** Maintenance of licenses of one account ends: which, when, and what to do. The one that ends first stands first. */
export function notice({ vendor, account, contact, licenses }: NoticeModel): Letter {
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
      'Renew by that day, and cover goes on without a gap. You can do it in the portal, or ask us for a quote.',
      'Without maintenance you keep the versions that you may run today; later ones and support are not included.',
    ],
  });
}
