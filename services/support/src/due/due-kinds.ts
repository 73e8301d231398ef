import type { DueKind } from '@mainstay/kernel/due/due-work';
import { assessmentKinds } from '../assessment/assessment-decide.js';
import { contractKinds } from '../contract/grant-years.js';
import { expiryKinds } from '../grant/lot-expiry.js';
import { targetKinds } from '../target/target-breach.js';

/** What support does when it falls due, by kind; of one instant in the order of their names. */
export const dueKinds: Readonly<Record<string, DueKind>> = {
  ...assessmentKinds,
  ...contractKinds,
  ...expiryKinds,
  ...targetKinds,
};
