import { letter, longDay, type Letter } from './letter.js';
import type { CivilDate } from '@mainstay/kernel/values/civil';

export interface ReleaseAnnouncedModel {
  readonly vendor: string;
  readonly account: string;
  readonly contact: string | null;
  readonly product: string;
  readonly version: string;
  /** In the vendor's zone. */
  readonly releasedOn: CivilDate;
  readonly licenses: readonly { readonly lastSymbols: string; readonly entitled: boolean }[];
}

/** A product has a new version: which licenses may run it, and what to do where one may not. */
export function releaseAnnounced(model: ReleaseAnnouncedModel): Letter {
  const { vendor, account, contact, product, version, releasedOn } = model;
  const licenses = [...model.licenses].sort(
    (a, b) => Number(b.entitled) - Number(a.entitled) || a.lastSymbols.localeCompare(b.lastSymbols, 'en'),
  );
  const [some, none] = [
    licenses.some(({ entitled }) => entitled),
    licenses.some(({ entitled }) => !entitled),
  ];
  return letter({
    ...{ vendor, contact },
    subject: `${product} ${version} is released`,
    opening: `${product} ${version} was released on ${longDay(releasedOn)}. Of ${account} it is for:`,
    table: {
      heads: ['License', 'This version'],
      rows: licenses.map(({ lastSymbols, entitled }) => [
        `…${lastSymbols}`,
        entitled ? 'included' : 'not included',
      ]),
    },
    closing: [
      ...(some ? ['Where it is included you can download it in the portal.'] : []),
      ...(none
        ? [
            'Where it is not, maintenance had ended before its release: renewed, it includes this version too.',
          ]
        : []),
    ],
  });
}
