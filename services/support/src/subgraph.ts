import { buildSubgraph, type BuiltSubgraph } from '@mainstay/kernel/graph/subgraph';
import { AccountResolver } from './account/account.resolver.js';
import { AuditResolver } from './audit/audit.resolver.js';
import type { SupportContext } from './context.js';
import { LicenseResolver } from './license/license.resolver.js';
import { seesTickets } from './ticket/access.js';
import { TicketResolver } from './ticket/ticket.resolver.js';

/** Support's schema, without a database. */
export function buildSupport(): Promise<BuiltSubgraph> {
  return buildSubgraph<SupportContext>({
    name: 'support',
    resolvers: [TicketResolver, LicenseResolver, AccountResolver, AuditResolver],
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
