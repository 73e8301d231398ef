import { buildSubgraph, type BuiltSubgraph } from '@mainstay/kernel/graph/subgraph';
import { AccountResolver } from './account/account.resolver.js';
import { AssessmentConfirmMutation } from './assessment/assessment-confirm.mutation.js';
import { AssessmentDeclineMutation } from './assessment/assessment-decline.mutation.js';
import { AssessmentResolver } from './assessment/assessment.resolver.js';
import { TicketAssessMutation } from './assessment/ticket-assess.mutation.js';
import { AuditResolver } from './audit/audit.resolver.js';
import type { SupportContext } from './context.js';
import { AccountSupportResolver, LicenseSupportResolver } from './entitlement/support.resolver.js';
import { AccountUnitsResolver } from './grant/account-units.resolver.js';
import { GoodwillGrantMutation } from './grant/goodwill-grant.mutation.js';
import { GrantCorrectMutation } from './grant/grant-correct.mutation.js';
import { LedgerEntryResolver, SupportGrantResolver } from './grant/grant.resolver.js';
import { LicenseResolver } from './license/license.resolver.js';
import { seesTickets } from './ticket/access.js';
import { TicketOpenMutation } from './ticket/ticket-open.mutation.js';
import { TicketReplyMutation } from './ticket/ticket-reply.mutation.js';
import { TicketResolveMutation } from './ticket/ticket-resolve.mutation.js';
import { TicketCloseMutation } from './ticket/ticket-close.mutation.js';
import { TicketWithdrawMutation } from './ticket/ticket-withdraw.mutation.js';
import { TicketReopenMutation } from './ticket/ticket-reopen.mutation.js';
import { TicketResolver } from './ticket/ticket.resolver.js';

/** Support's schema, without a database. */
export function buildSupport(): Promise<BuiltSubgraph> {
  return buildSubgraph<SupportContext>({
    name: 'support',
    resolvers: [
      TicketResolver,
      AssessmentResolver,
      LicenseResolver,
      AccountResolver,
      AccountUnitsResolver,
      LicenseSupportResolver,
      AccountSupportResolver,
      AuditResolver,
      SupportGrantResolver,
      LedgerEntryResolver,
      GrantCorrectMutation,
      GoodwillGrantMutation,
      TicketOpenMutation,
      TicketAssessMutation,
      AssessmentConfirmMutation,
      AssessmentDeclineMutation,
      TicketReplyMutation,
      TicketResolveMutation,
      TicketCloseMutation,
      TicketWithdrawMutation,
      TicketReopenMutation,
    ],
    references: {
      Ticket: async ({ id }, { viewer, tickets }) => {
        seesTickets(viewer);
        return tickets.byId(id);
      },
      // Whether the viewer may see them is licensing's to say; their tickets are scoped by their own rows.
      License: ({ id }) => ({ id }),
      Account: ({ id }) => ({ id }),
    },
  });
}
