import { buildSubgraph, type BuiltSubgraph } from '@mainstay/kernel/graph/subgraph';
import { AccountCreateMutation } from './account/account-create.mutation.js';
import { AccountUpdateMutation } from './account/account-update.mutation.js';
import { AccountResolver } from './account/account.resolver.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { ContactCreateMutation } from './contact/contact-create.mutation.js';
import { ContactEraseMutation } from './contact/contact-erase.mutation.js';
import { ContactUpdateMutation } from './contact/contact-update.mutation.js';
import type { LicensingContext } from './context.js';
import { ApiKeyCreateMutation } from './key/api-key-create.mutation.js';
import { ApiKeyRevokeMutation } from './key/api-key-revoke.mutation.js';
import { ApiKeyRotateMutation } from './key/api-key-rotate.mutation.js';
import { AccountKeysResolver, ApiKeyResolver } from './key/api-key.resolver.js';
import { LicenseResolver } from './license/license.resolver.js';
import { NodeResolver } from './node/node.resolver.js';
import { ProductResolver } from './product/product.resolver.js';
import { VersionDecisionResolver, VersionRuleResolver } from './release/version-decision.resolver.js';
import { VendorResolver } from './vendor/vendor.resolver.js';
import { ViewerResolver } from './viewer/viewer.resolver.js';

/** Licensing's schema, without a database. */
export function buildLicensing(): Promise<BuiltSubgraph> {
  return buildSubgraph<LicensingContext>({
    name: 'licensing',
    resolvers: [
      LicenseResolver,
      AccountResolver,
      AuditResolver,
      ProductResolver,
      VendorResolver,
      ViewerResolver,
      NodeResolver,
      VersionDecisionResolver,
      VersionRuleResolver,
      ApiKeyResolver,
      AccountKeysResolver,
      ApiKeyCreateMutation,
      ApiKeyRotateMutation,
      ApiKeyRevokeMutation,
      AccountCreateMutation,
      AccountUpdateMutation,
      ContactCreateMutation,
      ContactUpdateMutation,
      ContactEraseMutation,
    ],
    // Each of them reads through the scoped door: a foreign id finds as little here as in a query.
    references: {
      Account: ({ id }, { accounts }) => accounts.byId(id),
      License: ({ id }, { licenses }) => licenses.byId(id),
      Product: ({ id }, { products }) => products.byId(id),
      Vendor: ({ id }, { vendors }) => vendors.byId(id),
    },
  });
}
