import { z } from 'zod';
import { parseTerm, subtractTerm } from './period.js';
import { lapsedRenewalRules, startRules } from './start.js';

/**
 * The policy of a maintenance plan, as data. What vendors do differently is said here and nowhere else: rules read
 * these words and never a vendor's name. Zone and currency belong to the vendor. Unknown words are refused.
 */
export const coverSubjects = ['LICENSE', 'SITE', 'CONTRACT'] as const;
export const versionGates = ['MAINTENANCE', 'NONE'] as const;
export const upgradeScopes = ['MAJOR', 'MINOR'] as const;
export const excludableWork = [
  'THIRD_PARTY_APPS',
  'INSTALLATION',
  'CONSULTING',
  'CUSTOMIZATION',
  'TRAINING',
] as const;
export const waysWithoutCover = ['FORUM', 'RENEWAL', 'CREDIT_PACKAGE', 'PAID_SESSION'] as const;
export const supportChannels = ['PORTAL', 'EMAIL', 'CHAT', 'PHONE', 'REMOTE'] as const;
export const phoneModes = ['DIRECT', 'APPOINTMENT'] as const;
export const quoteAttachments = ['NONE', 'ON_REQUEST', 'ATTACHED'] as const;
export const releaseAudiences = ['NOBODY', 'ENTITLED', 'ALL_OWNERS', 'ALL_OWNERS_AND_LAPSED'] as const;
export const consequences = ['STOP', 'REFUSE_CONNECTIONS', 'WARN'] as const;

export type CoverSubjectKind = (typeof coverSubjects)[number];
export type VersionGate = (typeof versionGates)[number];
export type UpgradeScope = (typeof upgradeScopes)[number];
export type ExcludableWork = (typeof excludableWork)[number];

const term = z.string().refine((text) => parseTerm(text).ok, {
  error: 'is no term: write an ISO 8601 period such as P12M, P1Y or P30D',
});

function setOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.array(z.enum(words)).refine((list) => new Set(list).size === list.length, {
    error: 'names a word twice',
  });
}

const fee = z.strictObject({
  /** The last day after `expiresOn` that is still free (M5: day 60 free, day 61 charged). */
  freeDays: z.int().min(0).max(3650),
  percent: z.int().min(1).max(100),
});

const notice = z.strictObject({
  before: term,
  /** Sent only for cover of at least this term; null for all. */
  termAtLeast: term.nullable(),
  quote: z.enum(quoteAttachments),
});

const cover = z.strictObject({
  /** What a period of cover may be for. */
  on: setOf(coverSubjects).min(1, { error: 'names nothing that cover may be for' }),
  firstStart: z.enum(startRules),
  /** M3: who bought training with the license may get a longer first term. */
  firstTerm: z.union([term, z.strictObject({ withTraining: term, otherwise: term })], {
    error: 'is neither a term nor { withTraining, otherwise }',
  }),
  renewalTerm: term,
  /** A renewal in time always starts at the old end (M5); this is for one that comes after it. */
  lapsedRenewal: z.enum(lapsedRenewalRules),
  reinstatementFee: fee.nullable(),
  /** How long an association of a pack can be undone (M4). */
  undoHours: z.int().min(0).max(8760),
  notices: z.array(notice).max(10),
});

const step = z.strictObject({
  /** The yearly spend, in minor units, from which on it holds no more; null: for all that is more. */
  below: z.int().min(1).nullable(),
  tickets: z.int().min(0).max(1000),
});

/** Tickets of a contract year by its yearly spend (S4): each step holds up to its bound, the last for all the rest. */
const allocation = z
  .array(step)
  .max(20)
  .refine((steps) => steps.every(({ below }, place) => (below === null) === (place === steps.length - 1)), {
    error: 'ends with the one step that has no bound',
  })
  .refine(
    (steps) => steps.every(({ below }, place) => below === null || below > (steps[place - 1]?.below ?? 0)),
    {
      error: 'has bounds that do not rise',
    },
  );

const credits = z.int().min(1).max(1000);

/** What work costs in credits, by category (S6). */
const categories = z.strictObject({
  /** Standard set-up explained, a general question: answered without asking (S7). */
  QUESTION: credits,
  /** Wrong settings, standard set-up done, advice on architecture and basic customization. */
  ADVICE: credits,
  /** Servers, modified files or bad data looked into. */
  INVESTIGATION: credits,
  /** Code is changed: at least so much, priced by the specialist and always agreed. */
  MODIFICATION: credits,
  /** So much within these many patch versions, and more for each further one. */
  UPGRADE: z.strictObject({ units: credits, withinSteps: z.int().min(1).max(100), eachFurther: credits }),
});

const units = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('UNLIMITED') }),
  z.strictObject({ kind: z.literal('TICKET'), bugIsFree: z.boolean(), allocation }),
  z.strictObject({
    kind: z.literal('CREDIT'),
    bugIsFree: z.boolean(),
    categories,
    /** A price that nobody confirms for so long closes the ticket at no cost (S7). */
    unconfirmedFor: term,
  }),
]);

const responseTarget = z.discriminatedUnion('by', [
  /** In the opening hours of the support calendar (S3). */
  z.strictObject({ by: z.literal('BUSINESS_DAYS'), days: z.int().min(1).max(30) }),
  z.strictObject({ by: z.literal('CLOCK'), hours: z.int().min(1).max(720) }),
]);

const support = z.strictObject({
  units,
  excludedWork: setOf(excludableWork),
  withoutCover: setOf(waysWithoutCover),
  channels: setOf(supportChannels).min(1, { error: 'names no way to reach support' }),
  phone: setOf(phoneModes),
  responseTarget: responseTarget.nullable(),
});

const validation = z.strictObject({
  every: term,
  manualLasts: term,
  grace: term,
  then: z.enum(consequences),
});

const shape = z.strictObject({
  /** Null where the plan sells no cover at all, but units of support. */
  cover: cover.nullable(),
  versionGate: z.enum(versionGates),
  /** Null exactly where `versionGate` is NONE: every version is entitled then. */
  upgrades: z.enum(upgradeScopes).nullable(),
  movingNeedsCover: z.boolean(),
  support,
  releaseMailTo: z.enum(releaseAudiences),
  /** Null where the product never validates. */
  validation: validation.nullable(),
});

export type MaintenancePolicy = z.infer<typeof shape>;

/** What two words say together. Each holds or not even if others are wrong, so that all faults show at once. */
interface Agreement {
  readonly at: readonly (string | number)[];
  readonly says: string;
  /** Looks only where the parts it needs are readable; a missing part is another fault already. */
  readonly broken: (policy: Loose) => boolean;
}

/** A policy of which any part may be missing or of another type. */
type Loose = Readonly<Record<string, unknown>>;

const agreements: readonly Agreement[] = [
  {
    at: ['versionGate'],
    says: 'asks for maintenance, but the plan has no cover',
    broken: (policy) => policy['versionGate'] === 'MAINTENANCE' && policy['cover'] === null,
  },
  {
    at: ['upgrades'],
    says: 'is missing: a plan that gates versions by maintenance says which upgrades it gives',
    broken: (policy) => policy['versionGate'] === 'MAINTENANCE' && policy['upgrades'] === null,
  },
  {
    at: ['upgrades'],
    says: 'limits versions, but versionGate is NONE',
    broken: (policy) => policy['versionGate'] === 'NONE' && typeof policy['upgrades'] === 'string',
  },
  {
    at: ['movingNeedsCover'],
    says: 'asks for cover, but the plan has none',
    broken: (policy) => policy['movingNeedsCover'] === true && policy['cover'] === null,
  },
  {
    at: ['support', 'withoutCover'],
    says: 'offers a renewal, but the plan has no cover',
    broken: (policy) => lists(part(policy, 'support')['withoutCover'], 'RENEWAL') && policy['cover'] === null,
  },
  {
    at: ['support', 'phone'],
    says: 'and the channel PHONE go together: name both or neither',
    broken: (policy) => {
      const { channels, phone } = part(policy, 'support');
      return Array.isArray(channels) && Array.isArray(phone) && lists(channels, 'PHONE') !== phone.length > 0;
    },
  },
  {
    at: ['cover', 'notices'],
    says: 'has two notices for the same day before the end',
    broken: (policy) => repeatsOffset(part(policy, 'cover')['notices']),
  },
];

// Two ways to write one offset (P1Y and P12M) fall on the same day before any end, so any one day tells.
const sampleEnd = '2026-03-31';

function repeatsOffset(notices: unknown): boolean {
  if (!Array.isArray(notices)) return false;
  const offsets = notices
    .map((entry: unknown) => (isObject(entry) ? entry['before'] : undefined))
    .filter((before): before is string => typeof before === 'string' && parseTerm(before).ok)
    .map((before) => subtractTerm(sampleEnd, before));
  return new Set(offsets).size < offsets.length;
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function part(policy: Loose, key: string): Loose {
  const value = policy[key];
  return isObject(value) ? value : {};
}

function lists(value: unknown, word: string): boolean {
  return Array.isArray(value) && value.includes(word);
}

/** One thing wrong, and where. */
export interface PolicyFault {
  /** Such as `plans.standard.versions[1].policy.cover.notices[0].before`. */
  readonly place: string;
  readonly says: string;
}

export type PolicyResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

/** Reads one policy, or names every fault in it at once. */
export function parsePolicy(value: unknown, place: string): PolicyResult<MaintenancePolicy> {
  // What is missing and what is of another type are told apart by what was read.
  const read = shape.safeParse(value, { reportInput: true });
  const faults = read.success ? [] : read.error.issues.flatMap((issue) => faultsOf(issue, place));
  if (isObject(value)) {
    for (const { at, says, broken } of agreements) {
      if (broken(value)) faults.push({ place: placeOf(place, at), says });
    }
  }
  return read.success && faults.length === 0 ? { ok: true, value: read.data } : { ok: false, faults };
}

function faultsOf(issue: z.core.$ZodIssue, place: string): PolicyFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: placeOf(place, [...issue.path, key]),
      says: 'is not a word of the policy',
    }));
  }
  return [{ place: placeOf(place, issue.path), says: saysOf(issue) }];
}

function saysOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `is not one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return 'is no kind that there is';
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is missing' : `is not of type ${issue.expected}`;
  return issue.message;
}

function placeOf(place: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    place,
  );
}
