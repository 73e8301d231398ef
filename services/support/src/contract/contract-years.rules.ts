import { daysBetween, earlierOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { money, multiplyRatio } from '@mainstay/kernel/values/money';
import { addTerm } from '@mainstay/kernel/values/period';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';

export interface ContractPeriod {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly anchorDay: number;
  readonly planId: string;
  readonly planVersion: number;
}

export interface ContractLine {
  readonly yearlyNetMinor: number;
  readonly fromOn: CivilDate;
  /** The first day on which it is no line any more; null while it is. */
  readonly untilOn: CivilDate | null;
}

/** A year of a contract, half-open, with the plan that it was sold under. */
export interface ContractYear {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly planId: string;
  readonly planVersion: number;
}

/** Several years that were bought at once are granted year by year (S4). */
export function contractYears(periods: readonly ContractPeriod[]): ContractYear[] {
  return periods.flatMap(({ startsOn, expiresOn, anchorDay, planId, planVersion }) => {
    const years: ContractYear[] = [];
    for (let from = startsOn; from < expiresOn;) {
      const until = earlierOf(addTerm(from, 'P1Y', anchorDay), expiresOn);
      years.push({ startsOn: from, expiresOn: until, planId, planVersion });
      from = until;
    }
    return years;
  });
}

/** What a year costs in net lines: one that is there for a part of it counts by days (S4). */
export function spendOf(lines: readonly ContractLine[], year: ContractYear, currency: string): number {
  const whole = daysBetween(year.startsOn, year.expiresOn);
  return lines.reduce((total, { yearlyNetMinor, fromOn, untilOn }) => {
    const from = laterOf(fromOn, year.startsOn);
    const until = untilOn === null ? year.expiresOn : earlierOf(untilOn, year.expiresOn);
    const days = daysBetween(from, until);
    return days <= 0
      ? total
      : total + multiplyRatio(money(yearlyNetMinor, currency), days, whole).amountMinor;
  }, 0);
}

/** How many tickets so much spend grants; a year that costs nothing grants none. */
export function ticketsFor(
  { support: { units } }: Pick<MaintenancePolicy, 'support'>,
  spendMinor: number,
): number {
  if (units.kind !== 'TICKET' || spendMinor === 0) return 0;
  return units.allocation.find(({ below }) => below === null || spendMinor < below)?.tickets ?? 0;
}

/** The years that run on a day, and the next that begins after it: past ones grant nothing usable any more. */
export function yearsOn(
  years: readonly ContractYear[],
  day: CivilDate,
): { readonly running: readonly ContractYear[]; readonly nextOn: CivilDate | null } {
  const coming = years.map(({ startsOn }) => startsOn).filter((startsOn) => startsOn > day);
  return {
    running: years.filter(({ startsOn, expiresOn }) => startsOn <= day && day < expiresOn),
    nextOn: coming.sort()[0] ?? null,
  };
}
