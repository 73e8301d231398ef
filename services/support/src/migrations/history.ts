import { trailMigration } from '@mainstay/kernel/act/trail';
import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { tickets } from './2026_11_25_tickets.js';
import { facts } from './2026_11_26_facts.js';
import { due, vendorsKnown } from './2026_11_27_due.js';
import { lots } from './2026_11_27_lots.js';
import { resellers } from './2026_11_27_resellers.js';
import { catalogKnown } from './2026_11_28_catalog_known.js';
import { assessments } from './2026_11_28_assessments.js';
import { contractYearsGranted } from './2026_11_28_contract_years.js';
import { contractsKnown } from './2026_11_28_contracts_known.js';
import { ticketActs } from './2026_11_28_ticket_acts.js';
import { unitsBought } from './2026_11_28_units_bought.js';
import { releasesKnown } from './2026_11_29_releases_known.js';
import { assessmentAnswers } from './2026_11_30_assessment_answers.js';

/** Every step of support's database, in order. */
export const migrations: readonly SqlMigration[] = [
  tickets,
  trailMigration('2026_11_26_trail'),
  facts,
  vendorsKnown,
  due,
  lots,
  resellers,
  catalogKnown,
  contractsKnown,
  ticketActs,
  unitsBought,
  contractYearsGranted,
  assessments,
  releasesKnown,
  assessmentAnswers,
];
