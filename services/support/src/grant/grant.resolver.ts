import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { SupportContext } from '../context.js';
import { Ticket } from '../ticket/ticket.type.js';
import type { GrantRow } from './grant.reads.js';
import { SupportGrant } from './grant.type.js';
import type { EntryRow } from './ledger.reads.js';
import { LedgerEntry, LedgerEntryConnection } from './ledger.type.js';

@Resolver(() => SupportGrant)
export class SupportGrantResolver {
  @FieldResolver(() => LedgerEntryConnection, {
    description: 'Every movement on the lot, the grant itself first.',
  })
  async entries(
    @Root() { id }: GrantRow,
    @Ctx() { ledger }: SupportContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await ledger.ofGrant(id, page));
  }
}

@Resolver(() => LedgerEntry)
export class LedgerEntryResolver {
  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The case that the units were for; null where they were for none.',
  })
  ticket(@Root() { ticketId }: EntryRow, @Ctx() { tickets }: SupportContext) {
    return ticketId === null ? null : tickets.byId(ticketId);
  }
}
