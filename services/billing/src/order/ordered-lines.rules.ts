import type { Refusal } from '@mainstay/kernel/values/refusal';
import type { Metric, PriceKind } from '../price/price.rules.js';

/** One line as it is asked for. */
export interface LineGiven {
  readonly kind: PriceKind;
  readonly productId?: string | null | undefined;
  readonly metric?: Metric | null | undefined;
  readonly quantity?: number | null | undefined;
  readonly unitsEach?: number | null | undefined;
  readonly years?: number | null | undefined;
  /** The position of the line whose licenses it is for. */
  readonly ofPosition?: number | null | undefined;
  readonly licenseIds?: readonly string[] | null | undefined;
  /** What one package brings. */
  readonly supportUnits?: number | null | undefined;
}

export type LineShapeCode = 'LINES_INVALID' | 'LINE_INVALID';

export const linesACall = 100;
export const linesAnOrder = 500;
const longestYears = 10;
/** Of what a line counts, so that amounts stay numbers that can be counted exactly. */
export const largestCount = 100_000;
const licensesALine = 100;

type Part = 'productId' | 'metric' | 'unitsEach' | 'years' | 'ofPosition' | 'licenseIds' | 'supportUnits';

/** What each kind says of itself: what it needs, and what it may have besides. */
const parts: Readonly<Record<PriceKind, { readonly needs: readonly Part[]; readonly may: readonly Part[] }>> =
  {
    LICENSE: { needs: ['productId', 'metric'], may: ['unitsEach'] },
    BUNDLE: { needs: ['productId', 'metric', 'years'], may: ['unitsEach'] },
    MAINTENANCE: { needs: ['productId', 'metric', 'years'], may: ['unitsEach', 'ofPosition', 'licenseIds'] },
    TRAINING: { needs: ['productId'], may: ['ofPosition', 'licenseIds'] },
    SUPPORT_PACKAGE: { needs: ['supportUnits'], may: [] },
  };

/** What is wrong with lines by themselves, before anybody looks at what is sold. */
export function lineFaults(lines: readonly LineGiven[]): Refusal<LineShapeCode>[] {
  if (lines.length < 1 || lines.length > linesACall)
    return [
      {
        ...{ code: 'LINES_INVALID', field: ['lines'] },
        message: `A call holds 1 to ${String(linesACall)} lines; more are added by \`orderLinesAdd\`.`,
      },
    ];
  return lines.flatMap((line, index) => {
    const fault = shapeFault(line);
    if (fault === null) return [];
    const field = ['lines', String(index), ...(fault.part === null ? [] : [fault.part])];
    return [{ code: 'LINE_INVALID' as const, field, message: fault.message }];
  });
}

/** What is wrong, and with which part of a line; null where parts do not go together. */
interface LineFault {
  readonly part: keyof LineGiven | null;
  readonly message: string;
}

function fault(part: LineFault['part'], message: string): LineFault {
  return { part, message };
}

function shapeFault(line: LineGiven): LineFault | null {
  const { needs, may } = parts[line.kind];
  const said = partsOf(line);
  if (!needs.every((part) => said.includes(part)) || !said.every((part) => [...needs, ...may].includes(part)))
    return fault(
      null,
      `A line of ${line.kind} says ${needs.join(', ')}, and may say ${['quantity', ...may].join(', ')}; nothing else.`,
    );
  return placeFault(line, said) ?? countFault(line);
}

function partsOf(line: LineGiven): Part[] {
  const all = [
    'productId',
    'metric',
    'unitsEach',
    'years',
    'ofPosition',
    'licenseIds',
    'supportUnits',
  ] as const;
  return all.filter((part) => line[part] !== null && line[part] !== undefined);
}

/** For which licenses it is: where they are named, they say how many and how large. */
function placeFault(line: LineGiven, said: readonly Part[]): LineFault | null {
  const [ofLine, ofLicenses] = [said.includes('ofPosition'), said.includes('licenseIds')];
  if (ofLine && ofLicenses)
    return fault(
      null,
      'A line is for the licenses of another line or for those that it names, not for both.',
    );
  if (line.kind === 'TRAINING' && !ofLine && !ofLicenses)
    return fault(
      null,
      'Training is bought with licenses: name their line by ofPosition, or them by licenseIds.',
    );
  const { licenseIds } = line;
  if (ofLicenses && new Set(licenseIds).size !== licenseIds?.length)
    return fault('licenseIds', 'A license is named once: leave out what is named again.');
  if (ofLicenses && !within(licenseIds?.length ?? 0, licensesALine))
    return fault('licenseIds', `A line names 1 to ${String(licensesALine)} licenses.`);
  if (line.kind !== 'MAINTENANCE' || (!ofLine && !ofLicenses)) return null;
  if (line.metric === 'SITE')
    return fault('metric', 'A pack for a site is for no license: it is associated with the site.');
  const sized = said.includes('unitsEach') || (line.quantity ?? null) !== null;
  return sized
    ? fault(
        null,
        'Licenses say themselves how many and how large they are: leave quantity and unitsEach out.',
      )
    : null;
}

function countFault({ quantity, unitsEach, years, supportUnits }: LineGiven): LineFault | null {
  const [many, each] = [quantity ?? 1, unitsEach ?? 1];
  const units =
    'A line counts 1 to 100,000 units in all: name at least one, and put what is beyond the most into another line.';
  if (!within(each, largestCount)) return fault('unitsEach', units);
  if (!within(many, largestCount) || many * each > largestCount) return fault('quantity', units);
  if (!within(years ?? 1, longestYears)) return fault('years', 'Maintenance is sold for 1 to 10 years.');
  return within(supportUnits ?? 1, largestCount)
    ? null
    : fault('supportUnits', 'A package brings 1 to 100,000 units.');
}

function within(count: number, most: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= most;
}
