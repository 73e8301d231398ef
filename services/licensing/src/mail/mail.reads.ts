import { KeysetPages, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';

const mailStates = ['QUEUED', 'SENDING', 'SENT', 'BOUNCED', 'REFUSED', 'FAILED'] as const;
type MailState = (typeof mailStates)[number];

export interface MailLogRow {
  readonly id: string;
  readonly kind: string;
  readonly state: MailState;
  readonly accountId: string;
  readonly contactId: string;
  readonly dueAt: string;
  readonly queuedAt: string;
  readonly attempts: number;
  readonly acceptedAt: string | null;
  readonly replyCode: number | null;
  readonly fault: string | null;
}

/** What is left out or null narrows nothing. */
export interface MailAsked {
  readonly accountId?: string | null | undefined;
  readonly kind?: string | null | undefined;
  readonly state?: MailState | null | undefined;
}

/** A text for each state, so that a kept plan knows how rare it is. */
const stateFilters = Object.fromEntries(
  mailStates.map((state) => [`state:${state}`, `m.state = '${state}'`]),
) as Record<`state:${MailState}`, string>;

const log = new KeysetPages<MailLogRow, 'DUE_AT', 'accountId' | 'kind' | `state:${MailState}`>({
  name: 'mail.log',
  columns: `m.id, m.kind, m.state, m.account_id as "accountId", m.contact_id as "contactId", m.due_at as "dueAt",
    m.queued_at as "queuedAt", m.attempts, m.accepted_at as "acceptedAt", m.last_reply_code as "replyCode",
    m.last_fault as fault`,
  ...{ from: 'mail m', id: 'm.id' },
  orders: { DUE_AT: { column: 'm.due_at', type: 'timestamptz' } },
  filters: {
    ...stateFilters,
    accountId: (parameter: string) => `m.account_id = ${parameter}::text`,
    kind: (parameter: string) => `m.kind = ${parameter}::text`,
  },
});

/** Every read of the log of mails, for one request. */
export class MailReads {
  constructor(private readonly reader: PageReader) {}

  /** The latest due first. */
  log(page: PageArgs, asked: MailAsked | null): Promise<Page<MailLogRow>> {
    const state = asked?.state ?? null;
    return log.read(this.reader, {
      ...{ args: page, order: 'DUE_AT', direction: 'DESC' },
      filter: {
        ...{ accountId: asked?.accountId, kind: asked?.kind },
        ...(state === null ? {} : { [`state:${state}` as const]: true }),
      },
    });
  }
}
