import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import type { Letter } from './templates/letter.js';
import { activation } from './templates/activation.js';
import { notice } from './templates/notice.js';
import { purchase } from './templates/purchase.js';
import { releaseAnnounced } from './templates/release-announced.js';
import { MailTemplate } from './mail-preview.type.js';

export interface SampleReader {
  readonly vendor: string;
  readonly account: string;
  readonly today: CivilDate;
}

const samples = [
  { product: 'Sample Product', lastSymbols: '7K2Q', entitled: true, days: 30 },
  { product: 'Another Product', lastSymbols: 'M4XA', entitled: false, days: 60 },
] as const;

/** A letter about licenses that do not exist, to nobody by name. */
export function sampleLetter(template: MailTemplate, { vendor, account, today }: SampleReader): Letter {
  const who = { vendor, account, contact: null };
  switch (template) {
    case MailTemplate.NOTICE:
      return notice({
        ...who,
        licenses: samples.map(({ product, lastSymbols, days }) => ({
          ...{ product, lastSymbols, endsOn: addDays(today, days) },
        })),
      });
    case MailTemplate.ACTIVATION:
      return activation({
        ...who,
        licenses: samples.map(({ product, lastSymbols, days }) => ({
          ...{
            product,
            key: `SAMPL-EXXXX-XXXXX-X${lastSymbols}`,
            endsOn: addDays(today, days),
            begins: false,
          },
        })),
      });
    case MailTemplate.PURCHASE:
      return purchase({
        ...who,
        codes: [{ product: samples[0].product, code: 'SAMPL-EXXXX-XXXXX-X7K2Q', site: false, used: false }],
        covers: [{ subject: samples[1].product, startsOn: today, endsOn: addDays(today, samples[1].days) }],
      });
    case MailTemplate.RELEASE_ANNOUNCED:
      return releaseAnnounced({
        ...{ ...who, product: samples[0].product, version: '10.9.0', releasedOn: today },
        licenses: samples.map(({ lastSymbols, entitled }) => ({ lastSymbols, entitled })),
      });
  }
}
