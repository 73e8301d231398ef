import type { Act, ActInput, Change, Moment } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { CoverPeriod } from '@mainstay/kernel/values/period';
import { tellContracts } from '../facts/tell.js';
import {
  coverCorrectFaults,
  decideCoverCorrect,
  periodAfter,
  type CoverCorrectAsked,
  type CoverCorrectCode,
  type CoverCorrectFacts,
} from './cover-correct.rules.js';
import {
  lockPeriodsOf,
  lockSubject,
  planSoldOn,
  subjectOfPeriod,
  type LockedPeriod,
  type LockedSubject,
} from './cover-subject.js';
import { followCover } from './follow-cover.js';
import { insertPeriods, movePeriod, removePeriod } from './write-cover.js';

export interface CoverCorrect extends ActInput, CoverCorrectAsked {
  readonly reason: string;
}

interface Facts extends CoverCorrectFacts {
  readonly subject: LockedSubject | null;
  readonly periods: readonly LockedPeriod[];
}

const days = ['startsOn', 'expiresOn', 'countedFrom', 'anchorDay'] as const;

function changesOf(objectId: string, before: CoverPeriod | null, after: CoverPeriod | null): Change[] {
  return days
    .map((field) => ({ objectId, field, from: before?.[field] ?? null, to: after?.[field] ?? null }))
    .filter(({ from, to }) => from !== to);
}

/** Events name at most so many of the licenses; each of them is told of its own cover besides. */
const mostNamed = 100;

/** Writes the period as it is to be, or takes it away. */
async function write(
  transaction: Transaction,
  { subject, soldUnder, id, before, after }: Writing,
  { now }: Moment,
): Promise<void> {
  if (after === null) await removePeriod(transaction, id);
  else if (before !== null) await movePeriod(transaction, id, after);
  else if (soldUnder !== null) {
    const { id: subjectId, kind: subjectKind, accountId, resellerId } = subject;
    await insertPeriods(
      transaction,
      [{ ...after, id, accountId, resellerId, subjectKind, subjectId, ...soldUnder }],
      now,
    );
  }
}

interface Writing {
  readonly subject: LockedSubject;
  readonly soldUnder: Facts['soldUnder'];
  readonly id: string;
  readonly before: LockedPeriod | null;
  readonly after: CoverPeriod | null;
}

/** Staff put right what covers a license, a site or a contract (M8; section 7). */
export const coverCorrect: Act<CoverCorrect, Facts, CoverCorrectCode> = {
  name: 'coverCorrect',
  roles: ['VENDOR_ADMIN'],
  check: coverCorrectFaults,
  async load(transaction, { kind, periodId, subjectId, startsOn }) {
    const id = kind === 'ADD' ? subjectId : await subjectOfPeriod(transaction, periodId ?? '');
    const subject = await lockSubject(transaction, id ?? '');
    if (subject === null) return { subject, periods: [], soldUnder: null };
    const periods = await lockPeriodsOf(transaction, subject.id);
    // Removed by somebody who held the lock before.
    if (kind !== 'ADD' && !periods.some((one) => one.id === periodId))
      return { subject: null, periods, soldUnder: null };
    const soldUnder = kind === 'ADD' ? await planSoldOn(transaction, subject, startsOn ?? '') : null;
    return { subject, periods, soldUnder };
  },
  decide: decideCoverCorrect,
  async apply(transaction, { subject, periods, soldUnder }, input, moment) {
    if (subject === null) throw new Error('Cover of nothing was accepted.');
    const before = periods.find(({ id }) => id === input.periodId) ?? null;
    const after = input.kind === 'REMOVE' ? null : periodAfter(before, input, periods);
    const periodId = before?.id ?? moment.newId('cov');
    await write(transaction, { subject, soldUnder, id: periodId, before, after }, moment);
    const { ids, changes, events } = await followCover(transaction, [subject.id], moment);
    const payload = {
      ...{ subjectKind: subject.kind, subjectId: subject.id, periodId, licenseIds: ids.slice(0, mostNamed) },
      ...{ startsOn: after?.startsOn ?? null, expiresOn: after?.expiresOn ?? null },
      ...{ previousStartsOn: before?.startsOn ?? null, previousExpiresOn: before?.expiresOn ?? null },
    };
    const contracts = subject.kind === 'CONTRACT' ? await tellContracts(transaction, [subject.id]) : [];
    return {
      ...{ result: { periodId, subjectId: subject.id }, accountId: subject.accountId },
      changes: [...changesOf(periodId, before, after), ...changes],
      events: [{ type: 'coverage.changed', aggregate: subject.id, payload }, ...contracts, ...events],
      decision: { policyVersion: before?.planVersion ?? soldUnder?.planVersion ?? 0, warnings: [] },
    };
  },
};
