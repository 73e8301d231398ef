import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import { letter, longDay, type Letter } from './letter.js';

export interface PurchaseModel {
  readonly vendor: string;
  readonly account: string;
  readonly contact: string | null;
  /** Packs to be associated; who was quick has used some before the mail left. */
  readonly codes: readonly {
    readonly product: string;
    readonly code: string;
    readonly site: boolean;
    readonly used: boolean;
  }[];
  /** What is covered by it already. */
  readonly covers: readonly {
    readonly subject: string;
    /** Both of the period; the last day is the one before `endsOn`. */
    readonly startsOn: CivilDate;
    readonly endsOn: CivilDate;
  }[];
}

/** Maintenance was bought: what is covered until when, and how a pack is associated (M8). */
export function purchase({ vendor, account, contact, codes, covers }: PurchaseModel): Letter {
  if (codes.length + covers.length === 0) throw new Error('A mail of a purchase tells of nothing.');
  return letter({
    ...{ vendor, contact },
    subject: 'Maintenance that you bought',
    opening: `Maintenance was bought for ${account}:`,
    table: {
      heads: ['What', 'Code', 'Covers'],
      rows: [
        ...covers.map(({ subject, startsOn, endsOn }) => [
          ...[subject, 'none', `${longDay(startsOn)} to ${longDay(addDays(endsOn, -1))}`],
        ]),
        ...codes.map(({ product, code, site, used }) => [
          ...[`${site ? 'Site pack' : 'Pack'} of ${product}`, code],
          used ? 'associated already' : 'once it is associated',
        ]),
      ],
    },
    closing: codes.every(({ used }) => used)
      ? ['Nothing is left to do.']
      : [
          'Associate each pack in the portal with the license or site that it is for. It covers from the day of purchase, or from where the cover that is there ends.',
        ],
  });
}
