import { mirrorTable } from '@mainstay/kernel/events/mirror';
import { migration } from '@mainstay/kernel/db/migration';
import { knownAccounts, knownLicenses } from '../facts/mirrors.js';

/** What licensing tells, kept here. */
export const facts = migration('2026_11_26_facts', [knownAccounts, knownLicenses].flatMap(mirrorTable));
