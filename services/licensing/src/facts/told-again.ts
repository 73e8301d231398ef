import { toldAgain } from '@mainstay/kernel/events/told-again';
import { tellAccounts, tellContracts, tellLicenses, tellPlans, tellProducts, tellVendor } from './tell.js';

/**
 * What licensing can tell again, mirror by mirror. As changed and not as new, because nothing came to be now; of a
 * vendor there is one kind of event.
 */
export const factsAgain = [
  toldAgain({
    ...{ mirror: 'known_vendor', table: 'vendor', id: 'vendor_id' },
    // There is one in the scope, and none to be told of where none was found.
    tell: async (transaction, ids) => (ids.length === 0 ? [] : tellVendor(transaction, 'vendor.created')),
  }),
  toldAgain({
    ...{ mirror: 'known_account', table: 'account' },
    tell: (transaction, ids) => tellAccounts(transaction, ids, 'account.changed'),
  }),
  toldAgain({
    ...{ mirror: 'known_product', table: 'product' },
    tell: tellProducts,
  }),
  toldAgain({
    ...{ mirror: 'known_plan', table: 'maintenance_plan' },
    tell: tellPlans,
  }),
  toldAgain({
    ...{ mirror: 'known_license', table: 'license' },
    tell: (transaction, ids) => tellLicenses(transaction, ids, 'license.changed'),
  }),
  toldAgain({
    ...{ mirror: 'known_contract', table: 'contract' },
    tell: tellContracts,
  }),
];
