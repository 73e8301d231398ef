import { checksCatalog } from '../../../../test/harness/catalog-tests.js';

// Due work is looked for by the clocks of all vendors.
checksCatalog('billing', ['policy without the vendor: known_vendor.known_vendor_app_jobs']);
