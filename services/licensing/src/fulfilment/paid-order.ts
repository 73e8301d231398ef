import { z } from 'zod';

const day = z.iso.date();

const renewal = z.object({
  subjectKind: z.enum(['LICENSE', 'SITE', 'CONTRACT']),
  subjectId: z.string(),
  terms: z.int().positive(),
  /** The end that was renewed when it was offered. */
  baseExpiresOn: day.nullable(),
});

const line = z.object({
  lineId: z.string(),
  position: z.int(),
  kind: z.string(),
  productId: z.string().nullable(),
  metric: z.enum(['LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES']).nullable(),
  quantity: z.int().positive(),
  unitsEach: z.int().positive(),
  years: z.int().positive().nullable(),
  ofLineId: z.string().nullable(),
  licenseIds: z.array(z.string()),
  netMinor: z.int(),
  yearlyNetMinor: z.int().nullable(),
  renewal: renewal.nullable(),
});

/** A paid order as billing tells it: for whom, since which day, and what. */
export const paidOrder = z.object({
  orderId: z.string(),
  number: z.string(),
  customerId: z.string(),
  /** The purchase day of all that it becomes (M2). */
  purchasedOn: day,
  lines: z.array(line),
});

export type PaidOrder = z.infer<typeof paidOrder>;
export type PaidLine = PaidOrder['lines'][number];

/** What licensing makes; support makes the rest. */
export const licensingKinds: ReadonlySet<string> = new Set([
  ...['LICENSE', 'BUNDLE', 'MAINTENANCE', 'TRAINING', 'RENEWAL'],
]);
