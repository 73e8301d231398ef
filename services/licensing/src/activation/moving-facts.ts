import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { wholeLicenses, type LicenseRow } from '../license/license.reads.js';
import { effectiveCover } from '../maintenance/cover.rules.js';
import { inForce, loadPlan } from '../maintenance/plan.reads.js';
import type { MovingFacts } from './moving.rules.js';

const whole = statement<LicenseRow>('activation.license', `${wholeLicenses} where l.id = $1::text`);

/** A license with all that covers it, in the transaction of an act. */
export async function wholeLicense(transaction: Transaction, licenseId: string): Promise<LicenseRow | null> {
  const [row] = await transaction.query(whole, [licenseId]);
  return row ?? null;
}

/** What today's plan and cover say of giving up a machine; null where there is no such license. */
export async function movingFacts(
  transaction: Transaction,
  licenseId: string,
  { today }: Pick<Instant, 'today'>,
): Promise<MovingFacts | null> {
  const row = await wholeLicense(transaction, licenseId);
  if (row === null) return null;
  const plan = await loadPlan((asked, values) => transaction.query(asked, values), row.planId);
  const { version, policy } = inForce(plan, today);
  const { active, expiresOn } = effectiveCover(row.cover ?? [], today);
  return { movingNeedsCover: policy.movingNeedsCover, policyVersion: version, active, expiresOn };
}
