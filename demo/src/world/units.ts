import type { MadeAccount } from './accounts.js';
import { subjectOf } from './cast.js';
import { Ledger } from './ledger.js';
import { makeLots } from './lots.js';
import type { TenantMaker } from './maker.js';
import type { Sale } from './sales.js';
import { staffOf } from './support-trail.js';

/** Lots of support units with all that became of them, and what is to be done about those that will expire. */
export function makeUnits(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  billed: ReadonlyMap<Sale, string>,
): void {
  const lots = makeLots(maker, accounts, billed);
  if (lots.length === 0) return;
  const { slug } = maker.tenant;
  const staff = {
    admin: staffOf(maker, subjectOf(slug, 'admin')),
    agent: staffOf(maker, subjectOf(slug, 'agent')),
  };
  new Ledger(maker, lots, staff).write();
}
