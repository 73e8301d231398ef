import type { DueKind } from '@mainstay/kernel/due/due-work';
import { expiryKinds } from '../grant/lot-expiry.js';
import { targetKinds } from '../target/target-breach.js';

/** What support does when it falls due, by kind; of one instant in the order of their names. */
export const dueKinds: Readonly<Record<string, DueKind>> = { ...expiryKinds, ...targetKinds };
