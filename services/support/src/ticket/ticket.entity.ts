import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const ticketStates = ['OPEN', 'WAITING_FOR_CUSTOMER', 'RESOLVED', 'CLOSED', 'WITHDRAWN'] as const;
export const ticketChannels = ['PORTAL', 'EMAIL', 'CHAT', 'PHONE', 'REMOTE'] as const;

/** The table of support cases, for writes; the migrations are the truth of its columns, keys and policies. */
export const TicketEntity = defineEntity({
  name: 'Ticket',
  tableName: 'ticket',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    licenseId: p.text().nullable(),
    number: p.integer(),
    subject: p.text(),
    state: p.text().$type<(typeof ticketStates)[number]>(),
    channel: p.text().$type<(typeof ticketChannels)[number]>(),
    initiatedBy: p.text().$type<'CUSTOMER' | 'VENDOR'>(),
    openedAt: p.datetime(),
    closedAt: p.datetime().nullable(),
  },
});
export type TicketEntity = InferEntity<typeof TicketEntity>;

/** What was said on a ticket. It carries the ticket's account, because every row is scoped by itself. */
export const TicketMessageEntity = defineEntity({
  name: 'TicketMessage',
  tableName: 'ticket_message',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    ticketId: p.text(),
    authorKind: p.text().$type<'CUSTOMER' | 'STAFF'>(),
    body: p.text(),
    sentAt: p.datetime(),
    public: p.boolean(),
  },
});
export type TicketMessageEntity = InferEntity<typeof TicketMessageEntity>;
