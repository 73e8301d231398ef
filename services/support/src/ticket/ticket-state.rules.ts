import type { Refusal } from '@mainstay/kernel/values/refusal';

export const ticketStates = ['OPEN', 'WAITING_FOR_CUSTOMER', 'RESOLVED', 'CLOSED', 'WITHDRAWN'] as const;
export type TicketState = (typeof ticketStates)[number];

export interface Standing {
  readonly state: TicketState;
  /** When staff first answered in public; null before. */
  readonly metAt: string | null;
  readonly closedAt: string | null;
  readonly finding: string | null;
}

export function ticketMissing(): Refusal<'TICKET_NOT_FOUND'> {
  return {
    ...{ code: 'TICKET_NOT_FOUND', field: ['ticketId'] },
    message: 'There is no such ticket; ask `tickets` for ids.',
  };
}

function isEnded(state: TicketState): boolean {
  return state === 'CLOSED' || state === 'WITHDRAWN';
}

function ended({ state }: Standing): Refusal<'TICKET_ENDED'> {
  return {
    ...{ code: 'TICKET_ENDED', field: ['ticketId'] },
    message:
      state === 'CLOSED'
        ? 'The ticket is closed. Reopen it with `ticketReopen`, free for 14 days, or open another.'
        : 'The ticket was withdrawn. Open another with `ticketOpen`.',
    facts: { state },
  };
}

export type TicketReplyCode = 'BODY_INVALID' | 'TICKET_NOT_FOUND' | 'NOTE_NOT_ALLOWED' | 'TICKET_ENDED';

export function decideReply(
  ticket: Standing | null,
  { note, staff }: { readonly note: boolean; readonly staff: boolean },
): Refusal<TicketReplyCode>[] {
  if (ticket === null) return [ticketMissing()];
  if (note && !staff)
    return [
      {
        ...{ code: 'NOTE_NOT_ALLOWED', field: ['public'] },
        message: 'Notes are kept by staff among themselves. Leave `public` out: staff read every reply.',
      },
    ];
  // Staff may still note something down.
  return isEnded(ticket.state) && !note ? [ended(ticket)] : [];
}

export type Finding = 'ANSWERED' | 'BUG' | 'EXCLUDED' | 'IMPOSSIBLE';
export type TicketResolveCode =
  'TICKET_NOT_FOUND' | 'TICKET_ENDED' | 'ALREADY_RESOLVED' | 'ASSESSMENT_MISSING' | 'CONFIRMATION_MISSING';

/** That it was a bug may turn out after it was resolved or closed; anything else is found once (S5). */
export function decideResolve(ticket: Standing | null, finding: Finding): Refusal<TicketResolveCode>[] {
  if (ticket === null) return [ticketMissing()];
  if (ticket.state === 'WITHDRAWN' || (ticket.state === 'CLOSED' && finding !== 'BUG'))
    return [ended(ticket)];
  const found = ticket.state === 'RESOLVED' || ticket.state === 'CLOSED';
  if (!found || (finding === 'BUG' && ticket.finding !== 'BUG')) return [];
  return [
    {
      ...{ code: 'ALREADY_RESOLVED', field: ['ticketId'] },
      message: 'The ticket is resolved already. Close it with `ticketClose`, or resolve it as a bug.',
      facts: { finding: ticket.finding },
    },
  ];
}

export type TicketCloseCode = 'TICKET_NOT_FOUND' | 'TICKET_ENDED' | 'NOT_RESOLVED';

export function decideClose(ticket: Standing | null): Refusal<TicketCloseCode>[] {
  if (ticket === null) return [ticketMissing()];
  if (isEnded(ticket.state)) return [ended(ticket)];
  if (ticket.state === 'RESOLVED') return [];
  return [
    {
      ...{ code: 'NOT_RESOLVED', field: ['ticketId'] },
      message:
        'Only what is resolved is closed. Staff resolve it with `ticketResolve`; before the first reply it can be withdrawn.',
      facts: { state: ticket.state },
    },
  ];
}

export type TicketWithdrawCode = 'TICKET_NOT_FOUND' | 'TICKET_ENDED' | 'ALREADY_ANSWERED';

export function decideWithdraw(ticket: Standing | null): Refusal<TicketWithdrawCode>[] {
  if (ticket === null) return [ticketMissing()];
  if (isEnded(ticket.state)) return [ended(ticket)];
  if (ticket.metAt === null && ticket.state !== 'RESOLVED') return [];
  return [
    {
      ...{ code: 'ALREADY_ANSWERED', field: ['ticketId'] },
      message: 'Staff have answered, and what is answered counts. Say in a reply that it is settled.',
      facts: { answeredAt: ticket.metAt },
    },
  ];
}

/** For so long after closing a ticket is reopened for nothing (S1). */
const reopenedForMs = 14 * 86_400_000;
export type TicketReopenCode = 'TICKET_NOT_FOUND' | 'NOT_CLOSED' | 'REOPEN_TOO_LATE';

export function decideReopen(ticket: Standing | null, nowMs: number): Refusal<TicketReopenCode>[] {
  if (ticket === null) return [ticketMissing()];
  if (ticket.state !== 'CLOSED' || ticket.closedAt === null)
    return [
      {
        ...{ code: 'NOT_CLOSED', field: ['ticketId'] },
        message:
          'Only a closed ticket is reopened. One that still runs takes a reply; one withdrawn is opened anew.',
        facts: { state: ticket.state },
      },
    ];
  const untilMs = Date.parse(ticket.closedAt) + reopenedForMs;
  if (nowMs < untilMs) return [];
  return [
    {
      ...{ code: 'REOPEN_TOO_LATE', field: ['ticketId'] },
      message: 'A ticket can be reopened for 14 days after it was closed. Open another with `ticketOpen`.',
      facts: { until: new Date(untilMs).toISOString() },
    },
  ];
}
