import { migration } from '@mainstay/kernel/db/migration';
import { mirrorTable } from '@mainstay/kernel/events/mirror';
import { knownContracts } from '../facts/mirrors.js';

/** Which contracts run when: packs are of use only under one that does, and each pool serves its own licenses (S5). */
export const contractsKnown = migration('2026_11_28_contracts_known', [
  ...mirrorTable(knownContracts),
  'create index known_contract_account on known_contract (vendor_id, account_id)',
  'create index known_license_account on known_license (vendor_id, account_id)',
]);
