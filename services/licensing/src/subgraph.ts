import { buildSubgraph, type BuiltSubgraph } from '@mainstay/kernel/graph/subgraph';
import { AccountCreateMutation } from './account/account-create.mutation.js';
import { AccountUpdateMutation } from './account/account-update.mutation.js';
import { AccountResolver } from './account/account.resolver.js';
import { ActivationEndMutation } from './activation/activation-end.mutation.js';
import { ActivationMoveMutation } from './activation/activation-move.mutation.js';
import { LicenseActivationsResolver } from './activation/activation.resolver.js';
import { LicenseFileIssueMutation } from './activation/license-file-issue.mutation.js';
import { LicenseKeyRotateMutation, VendorLicenseKeysResolver } from './activation/license-key.resolver.js';
import { LicenseValidateMutation } from './activation/license-validate.mutation.js';
import { OfflineAnswerCreateMutation } from './activation/offline-answer-create.mutation.js';
import { LicenseActivateMutation } from './activation/license-activate.mutation.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { ClockAdvanceMutation } from './clock/clock-advance.mutation.js';
import { TenantClockResolver, VendorClockResolver } from './clock/tenant-clock.resolver.js';
import { ContactCreateMutation } from './contact/contact-create.mutation.js';
import { ContactEraseMutation } from './contact/contact-erase.mutation.js';
import { ContactUpdateMutation } from './contact/contact-update.mutation.js';
import type { LicensingContext } from './context.js';
import { ApiKeyCreateMutation } from './key/api-key-create.mutation.js';
import { ApiKeyRevokeMutation } from './key/api-key-revoke.mutation.js';
import { ApiKeyRotateMutation } from './key/api-key-rotate.mutation.js';
import { AccountKeysResolver, ApiKeyResolver } from './key/api-key.resolver.js';
import { LicenseTransferMutation } from './transfer/license-transfer.mutation.js';
import {
  LicenseTransferPreviewItemResolver,
  LicenseTransferPreviewResolver,
} from './transfer/transfer-preview.resolver.js';
import { LicensePrereleasesSetMutation } from './license/license-prereleases-set.mutation.js';
import { LicenseReinstateMutation } from './license/license-reinstate.mutation.js';
import { LicenseRevokeMutation } from './license/license-revoke.mutation.js';
import { LicenseSuspendMutation } from './license/license-suspend.mutation.js';
import { LicenseResolver } from './license/license.resolver.js';
import { CoverCorrectMutation } from './maintenance/cover-correct.mutation.js';
import { PlanPublishMutation } from './maintenance/plan-publish.mutation.js';
import { MailPreviewResolver } from './mail/mail-preview.resolver.js';
import { MailResolver } from './mail/mail.resolver.js';
import { NodeResolver } from './node/node.resolver.js';
import { MemberInviteMutation } from './member/member-invite.mutation.js';
import { AccountMembersResolver, MembershipResolver } from './member/member.resolver.js';
import { MembershipEndMutation } from './member/membership-end.mutation.js';
import { MembershipGrantMutation } from './member/membership-grant.mutation.js';
import { LicenseNoticesResolver } from './notice/notice.resolver.js';
import { AssociatePreviewPairResolver, AssociatePreviewResolver } from './pack/associate-preview.resolver.js';
import { MaintenanceAssociateMutation } from './pack/maintenance-associate.mutation.js';
import { MaintenanceAssociationResolver, MaintenanceCodeResolver } from './pack/pack.resolver.js';
import { ProductResolver } from './product/product.resolver.js';
import { ReleasePublishMutation } from './release/release-publish.mutation.js';
import { ReleaseYankMutation } from './release/release-yank.mutation.js';
import { VersionDecisionResolver, VersionRuleResolver } from './release/version-decision.resolver.js';
import { AccountResellerChangeMutation } from './reseller/account-reseller-change.mutation.js';
import {
  AccountResellerChangeResolver,
  ResellerChangeResolver,
} from './reseller/reseller-change.resolver.js';
import { SandboxCreateMutation } from './sandbox/sandbox-create.mutation.js';
import { SiteCreateMutation } from './site/site-create.mutation.js';
import { SiteMemberAddMutation } from './site/site-member-add.mutation.js';
import { SiteMemberRemoveMutation } from './site/site-member-remove.mutation.js';
import { SiteRenameMutation } from './site/site-rename.mutation.js';
import { AccountSitesResolver, SiteMemberResolver, SiteResolver } from './site/site.resolver.js';
import { VendorResolver } from './vendor/vendor.resolver.js';
import { ViewerResolver } from './viewer/viewer.resolver.js';

/** What is asked, noun by noun. */
const reads = [
  LicenseResolver,
  AccountResolver,
  AuditResolver,
  ProductResolver,
  MaintenanceCodeResolver,
  MaintenanceAssociationResolver,
  AssociatePreviewResolver,
  AssociatePreviewPairResolver,
  LicenseTransferPreviewResolver,
  LicenseTransferPreviewItemResolver,
  VendorResolver,
  VendorClockResolver,
  TenantClockResolver,
  AccountResellerChangeResolver,
  ResellerChangeResolver,
  ViewerResolver,
  NodeResolver,
  MailPreviewResolver,
  MailResolver,
  LicenseNoticesResolver,
  VersionDecisionResolver,
  VersionRuleResolver,
  ApiKeyResolver,
  AccountKeysResolver,
  MembershipResolver,
  AccountMembersResolver,
  AccountSitesResolver,
  SiteResolver,
  SiteMemberResolver,
  LicenseActivationsResolver,
  VendorLicenseKeysResolver,
] as const;

/** What is changed, a mutation each. */
const acts = [
  MaintenanceAssociateMutation,
  ClockAdvanceMutation,
  SandboxCreateMutation,
  AccountResellerChangeMutation,
  ApiKeyCreateMutation,
  ApiKeyRotateMutation,
  ApiKeyRevokeMutation,
  MemberInviteMutation,
  MembershipGrantMutation,
  MembershipEndMutation,
  AccountCreateMutation,
  AccountUpdateMutation,
  SiteCreateMutation,
  SiteRenameMutation,
  SiteMemberAddMutation,
  SiteMemberRemoveMutation,
  ContactCreateMutation,
  ContactUpdateMutation,
  ContactEraseMutation,
  LicensePrereleasesSetMutation,
  LicenseTransferMutation,
  LicenseRevokeMutation,
  LicenseSuspendMutation,
  LicenseReinstateMutation,
  CoverCorrectMutation,
  PlanPublishMutation,
  LicenseActivateMutation,
  ActivationEndMutation,
  ActivationMoveMutation,
  LicenseValidateMutation,
  LicenseFileIssueMutation,
  OfflineAnswerCreateMutation,
  LicenseKeyRotateMutation,
  ReleasePublishMutation,
  ReleaseYankMutation,
] as const;

/** Licensing's schema, without a database. */
export function buildLicensing(): Promise<BuiltSubgraph> {
  return buildSubgraph<LicensingContext>({
    name: 'licensing',
    resolvers: [...reads, ...acts],
    // Each of them reads through the scoped door: a foreign id finds as little here as in a query.
    references: {
      Account: ({ id }, { accounts }) => accounts.byId(id),
      License: ({ id }, { licenses }) => licenses.byId(id),
      Product: ({ id }, { products }) => products.byId(id),
      Vendor: ({ id }, { vendors }) => vendors.byId(id),
    },
  });
}
