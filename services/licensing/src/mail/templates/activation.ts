import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import { letter, longDay, type Letter } from './letter.js';

export interface ActivationModel {
  readonly vendor: string;
  readonly account: string;
  readonly contact: string | null;
  readonly licenses: readonly {
    readonly product: string;
    /** The activation code or the serial of the hardware key, whole. */
    readonly key: string;
    /** The first day without cover; null where there is none yet. */
    readonly endsOn: CivilDate | null;
    /** Whether cover begins when this mail is taken (M2). */
    readonly begins: boolean;
  }[];
}

/** Licenses were bought: by what each is known, and until when it is covered. */
export function activation({ vendor, account, contact, licenses }: ActivationModel): Letter {
  const sorted = [...licenses].sort(
    (a, b) => a.product.localeCompare(b.product, 'en') || a.key.localeCompare(b.key, 'en'),
  );
  const first = sorted[0];
  if (first === undefined) throw new Error('A mail of activation tells of no license.');
  const single = sorted.length === 1;
  const what = single ? `license of ${first.product}` : `${String(sorted.length)} licenses`;
  return letter({
    ...{ vendor, contact },
    subject: `Your ${what}`,
    opening: `${single ? 'A license' : 'Licenses'} of ${account}, with what the product asks for when it is activated:`,
    table: {
      heads: ['Product', 'Code or serial', 'Last covered day'],
      rows: sorted.map(({ product, key, endsOn, begins }) => [
        ...[
          product,
          key,
          endsOn === null ? (begins ? 'begins today' : 'none') : longDay(addDays(endsOn, -1)),
        ],
      ]),
    },
    closing: [
      'Enter it when the product asks, or give it to whoever installs the product. Keep it to yourself: it opens the license.',
      'The license has no end. Maintenance gives later versions and support while it lasts.',
    ],
  });
}
