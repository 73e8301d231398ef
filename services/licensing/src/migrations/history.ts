import { trailMigration } from '@mainstay/kernel/act/trail';
import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { accounts } from './2026_11_25_accounts.js';
import { catalog } from './2026_11_25_catalog.js';
import { licenses } from './2026_11_25_licenses.js';
import { accountsActs } from './2026_11_26_accounts_acts.js';
import { acts } from './2026_11_26_acts.js';
import { licenseActs } from './2026_11_26_license_acts.js';
import { mail } from './2026_11_26_mail.js';
import { membersActs } from './2026_11_26_members_acts.js';
import { clocks } from './2026_11_27_clocks.js';
import { due, vendorClocks } from './2026_11_27_due.js';
import { notices } from './2026_11_27_notices.js';
import { putOff } from './2026_11_27_put_off.js';
import { resellers } from './2026_11_27_resellers.js';
import { toldAgain } from './2026_11_27_told_again.js';
import { workerReads } from './2026_11_27_worker.js';
import { catalogTold } from './2026_11_28_catalog_told.js';
import { activations } from './2026_11_28_activations.js';
import { planPublishing } from './2026_11_28_plan_publish.js';
import { fulfilment } from './2026_11_28_fulfilment.js';
import { noticeQuotes } from './2026_11_28_notice_quotes.js';
import { agentsCover } from './2026_11_29_agents_cover.js';
import { licenseTransfer } from './2026_11_30_license_transfer.js';

/** Every step of licensing's database, in order. */
export const migrations: readonly SqlMigration[] = [
  accounts,
  catalog,
  licenses,
  trailMigration('2026_11_26_trail'),
  acts,
  accountsActs,
  membersActs,
  licenseActs,
  mail,
  due,
  vendorClocks,
  workerReads,
  clocks,
  toldAgain,
  notices,
  putOff,
  resellers,
  catalogTold,
  fulfilment,
  activations,
  noticeQuotes,
  planPublishing,
  agentsCover,
  licenseTransfer,
];
