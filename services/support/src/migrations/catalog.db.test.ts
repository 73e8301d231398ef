import { checksCatalog } from '../../../../test/harness/catalog-tests.js';

checksCatalog('support');
