import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { CoverFact } from '../entitlement/support-entitlement.rules.js';
import type { GrantUnit } from './balance.rules.js';
import { inOrderOfUse, type UsableLot } from './order-of-use.rules.js';

export interface ServingLot extends UsableLot {
  readonly source: 'CONTRACT_YEAR' | 'PACK' | 'CREDIT_PACKAGE' | 'GOODWILL';
  readonly contractId: string | null;
}

/** Of a contract only what says when it runs. */
export interface ContractFact {
  readonly id: string;
  readonly periods: readonly {
    readonly id: string;
    readonly startsOn: CivilDate;
    readonly expiresOn: CivilDate;
  }[];
}

export interface UseAsked {
  readonly unit: GrantUnit;
  readonly contracts: readonly ContractFact[];
  /** Of the license that the case is about; null where it is about none, and every contract of the account serves. */
  readonly cover: readonly CoverFact[] | null;
  readonly day: CivilDate;
}

/**
 * The lots that a case can be paid from, in the order of use (S5): a contract's pool serves the licenses that are its lines,
 * and packs are of use only while a contract runs.
 */
export function lotsFor<Serving extends ServingLot>(
  lots: readonly Serving[],
  { unit, contracts, cover, day }: UseAsked,
): Serving[] {
  const running = contracts.filter(({ periods }) =>
    periods.some(({ startsOn, expiresOn }) => startsOn <= day && day < expiresOn),
  );
  const covering = new Set(
    cover?.filter(({ startsOn, expiresOn }) => startsOn <= day && day < expiresOn).map(({ id }) => id),
  );
  const serving = running.filter(
    ({ periods }) => cover === null || periods.some(({ id }) => covering.has(id)),
  );
  const pools = new Set(serving.map(({ id }) => id));
  const usable = lots.filter((lot) => {
    if (lot.unit !== unit) return false;
    if (lot.source === 'PACK') return running.length > 0;
    return lot.source !== 'CONTRACT_YEAR' || pools.has(lot.contractId ?? '');
  });
  return inOrderOfUse(usable, day);
}

/** So many units of each lot, in the order of use; null where they are too few together. */
export function taken<Serving extends ServingLot>(
  lots: readonly Serving[],
  units: number,
): readonly { readonly lot: Serving; readonly units: number }[] | null {
  let wanted = units;
  const parts: { lot: Serving; units: number }[] = [];
  for (const lot of lots) {
    if (wanted === 0) break;
    const part = Math.min(lot.left, wanted);
    parts.push({ lot, units: part });
    wanted -= part;
  }
  return wanted === 0 ? parts : null;
}

export function leftOf(lots: readonly Pick<ServingLot, 'left'>[]): number {
  return lots.reduce((sum, { left }) => sum + left, 0);
}
