import { daysBetween, isDay, laterOf, type Day } from './days.js';
import { signedContent, type Consequence, type LicenseFileContent, type PublicKeys } from './file.js';
import { machineKey } from './machine.js';
import { normalized } from './symbols.js';

/** In order of precedence: the first that holds leads. */
const states = [
  'SIGNATURE_INVALID',
  'WRONG_PRODUCT',
  'WRONG_MACHINE',
  'WRONG_REQUEST',
  'CLOCK_SET_BACK',
  'VERSION_AFTER_CUTOFF',
  'OVERDUE',
  'GRACE',
  'VALIDATE_SOON',
  'VALID',
] as const;
export type FileState = (typeof states)[number];

export interface VerifyOptions {
  /** The vendor's public keys. */
  readonly keys: PublicKeys;
  /** `Product.id`, built into the product. */
  readonly product: string;
  /** Of this machine, as it was activated. */
  readonly fingerprint: string;
  /** The machine's civil day. */
  readonly today: Day;
  /** The latest day that the last answer told to keep; none the first time. */
  readonly lastSeenOn?: Day | null | undefined;
  /** What runs: its version, and the vendor's civil day on which it was released; both built into it. */
  readonly release?: { readonly version: string; readonly releasedOn: Day } | undefined;
  /** The request that an answer must be to. */
  readonly requestCode?: string | undefined;
  /** How many days before its last day a file asks to validate; 7 unless told. */
  readonly soonDays?: number | undefined;
}

export interface VerifiedFile {
  /** What leads. */
  readonly state: FileState;
  /** All that hold, in order of precedence. */
  readonly states: readonly FileState[];
  /** What the product is to carry out now: only ever because it was not validated again in time. */
  readonly consequence: Consequence | null;
  /** What the file says; null unless its signature is good. */
  readonly content: LicenseFileContent | null;
  /** To be kept and handed in the next time, so that a clock that is set back is found out. */
  readonly lastSeenOn: Day;
}

/** Days of two zones differ by one: only what lies further back was set. */
const oneDay = 1;

function isSetBack({ today, lastSeenOn }: VerifyOptions, { issuedOn }: LicenseFileContent): boolean {
  return daysBetween(today, laterOf(issuedOn, lastSeenOn)) > oneDay;
}

function isAfterCutoff({ release }: VerifyOptions, content: LicenseFileContent, day: Day): boolean {
  if (release === undefined) return false;
  const { cutoffs, purchasedOn, major } = content;
  const { version, releasedOn } = release;
  // Before the first day that the file names it holds as from then on.
  const { before = null } = cutoffs.filter(({ from }) => from <= day).at(-1) ?? cutoffs[0] ?? {};
  if (before !== null && releasedOn >= before) return true;
  return major !== null && releasedOn > purchasedOn && Number(version.split('.')[0]) !== major;
}

/** By days alone, and wherever cover ends: a file does not follow it. */
function dueState({ validateBy, consequenceOn }: LicenseFileContent, day: Day, soonDays: number): FileState {
  if (validateBy === null || consequenceOn === null) return 'VALID';
  if (day >= consequenceOn) return 'OVERDUE';
  if (day > validateBy) return 'GRACE';
  return daysBetween(day, validateBy) <= soonDays ? 'VALIDATE_SOON' : 'VALID';
}

/**
 * Reads a license file or an offline answer without a network, as of a day. It never throws for what is wrong with the
 * file. A day before the last one seen counts as that one, so that nothing is won by setting a clock back.
 */
export async function verifyFile(text: string, options: VerifyOptions): Promise<VerifiedFile> {
  const { keys, product, fingerprint, today, lastSeenOn, requestCode, soonDays = 7 } = options;
  for (const day of [today, lastSeenOn ?? today, options.release?.releasedOn ?? today])
    if (!isDay(day)) throw new RangeError('A day is written as YYYY-MM-DD.');
  const content = await signedContent(text, keys);
  const seenOn = laterOf(today, lastSeenOn);
  if (content === null)
    return {
      ...{ state: 'SIGNATURE_INVALID', states: ['SIGNATURE_INVALID'] },
      ...{ consequence: null, content, lastSeenOn: seenOn },
    };
  const day = laterOf(seenOn, content.issuedOn);
  const due = dueState(content, day, soonDays);
  const request = requestCode === undefined ? content.request : normalized(requestCode);
  const found = new Set<FileState>([
    ...(content.product === product ? [] : (['WRONG_PRODUCT'] as const)),
    ...(content.machine === (await machineKey(fingerprint)) ? [] : (['WRONG_MACHINE'] as const)),
    ...(content.request === request ? [] : (['WRONG_REQUEST'] as const)),
    ...(isSetBack(options, content) ? (['CLOCK_SET_BACK'] as const) : []),
    ...(isAfterCutoff(options, content, day) ? (['VERSION_AFTER_CUTOFF'] as const) : []),
    due,
  ]);
  const all = states.filter((state) => found.has(state) && (state !== 'VALID' || found.size === 1));
  return {
    ...{ state: all[0] ?? 'VALID', states: all, content },
    consequence: due === 'OVERDUE' ? content.consequence : null,
    lastSeenOn: day,
  };
}

/** Reads the answer to a request code: any other file is refused. */
export function readAnswer(
  text: string,
  requestCode: string,
  options: Omit<VerifyOptions, 'requestCode'>,
): Promise<VerifiedFile> {
  return verifyFile(text, { ...options, requestCode });
}
