import type { Refusal } from '@mainstay/kernel/values/refusal';
import {
  decideTransfer,
  plannedTransfers,
  transferFaults,
  type Destination,
  type TransferAsked,
  type TransferCode,
  type TransferFacts,
} from './license-transfer.rules.js';

/** What would become of one license: where it goes, or why it holds up the others. */
export interface PreviewedTransfer {
  readonly licenseId: string;
  readonly to: Destination | null;
  readonly refusals: readonly Refusal<TransferCode>[];
}

export interface TransferPreview {
  /** In the order in which they were asked; of an order by id. */
  readonly licenses: readonly PreviewedTransfer[];
  /** Why all of it is refused, whatever its licenses. */
  readonly refusals: readonly Refusal<TransferCode>[];
  /** How many would go: all, or none. */
  readonly count: number;
}

/** What `licenseTransfer` would make of the same list, license by license (M10). */
export function previewTransfer(facts: TransferFacts, asked: TransferAsked): TransferPreview {
  const wrong = transferFaults(asked);
  if (wrong.length > 0) return { licenses: [], refusals: wrong, count: 0 };
  const faults = decideTransfer(facts, asked);
  const byLicense = Map.groupBy(faults, (one) => licenseOf(one, facts));
  const whole = byLicense.get(null) ?? [];
  if (whole.length > 0) return { licenses: [], refusals: whole, count: 0 };
  const going = facts.items.filter(({ licenseId }) => !byLicense.has(licenseId));
  const planned = new Map(
    plannedTransfers({ ...facts, items: going }).map(({ license, to }) => [license.id, to]),
  );
  return {
    licenses: facts.items.map(({ licenseId }) => ({
      ...{ licenseId, to: planned.get(licenseId) ?? null },
      refusals: byLicense.get(licenseId) ?? [],
    })),
    refusals: [],
    count: faults.length === 0 ? facts.items.length : 0,
  };
}

/** The license that a fault is about; null where it is about all of them. */
function licenseOf({ field, facts: told }: Refusal<TransferCode>, { items }: TransferFacts): string | null {
  if (field[0] === 'licenses') return items[Number(field[1])]?.licenseId ?? null;
  const named = told?.['licenseId'];
  return named === undefined ? null : String(named);
}
