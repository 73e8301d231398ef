import type { Act, ActInput, Outcome } from '@mainstay/kernel/act/act';
import { perform } from '@mainstay/kernel/act/perform';
import type { Row } from '@mainstay/demo/world/world';
import { AssessmentReads, type AssessmentRow } from '@mainstay/support/assessment/assessment.reads';
import { goodwillGrant } from '@mainstay/support/grant/goodwill-grant';
import { ticketOpen, type TicketOpen } from '@mainstay/support/ticket/ticket-open';
import type { Stage } from './acting.js';

/** Cases on a stage, of one customer of a tenant's, and what they are paid with. */
export interface TicketStage {
  readonly accountId: string;
  /** An active license of the customer's, covered on the fixed day where the plan has cover. */
  readonly licenseId: string;
  /** Takes away all units that the customer has, and gives these. */
  left(units: number): Promise<string>;
  open(more?: Partial<TicketOpen>, by?: string): Promise<Outcome<string>>;
  /** One that was opened; fails where it was not. */
  opened(more?: Partial<TicketOpen>): Promise<string>;
  /** As somebody of the cast, at another instant. */
  at<Input extends ActInput, Facts, Code extends string>(
    now: string,
    name: string,
    act: Act<Input, Facts, Code>,
    input: Input,
  ): Promise<Outcome<Code>>;
  ticket(id: string): Promise<Row>;
  /** The price that holds or is proposed, as somebody reads it. */
  assessment(ticketId: string, by?: string): Promise<AssessmentRow | null>;
  /** Kinds and units of what a ticket moved, as they were written. */
  moved(ticketId: string): Promise<string[]>;
  totals(lot: string): Promise<readonly [left: number, reserved: number, consumed: number, expired: number]>;
}

export async function ticketsOn(stage: Stage, tenant: string): Promise<TicketStage> {
  const customer = `${tenant}.customer`;
  const accountId = stage.roleOf(customer).accountId ?? '';
  const rows = async (text: string, values: readonly unknown[]) =>
    (await stage.owner.query<Row>(text, [...values])).rows;
  // Whoever the cast's customer is, its oldest license is served all the year.
  const [license] = await rows(
    `update known_license l set status = 'ACTIVE', cover = (
       select coalesce(jsonb_agg(c || '{"startsOn": "2026-01-10", "expiresOn": "2027-01-10"}'), '[]') from (
         select c from known_license o, jsonb_array_elements(o.cover) c
         where o.vendor_id = l.vendor_id order by o.account_id = l.account_id desc, c->>'expiresOn' desc limit 1) given)
     where l.id = (select min(id) from known_license where account_id = $1) returning id`,
    [accountId],
  );
  const unit = tenant === 'cartwright' ? 'CREDIT' : 'TICKET';
  const licenseId = String(license?.['id']);
  const open = (more: Partial<TicketOpen> = {}, by = customer) =>
    stage.act(by, ticketOpen, {
      ...{ licenseId, subject: 'The report stays empty', body: 'Since the update.' },
      ...{ channel: tenant === 'cartwright' ? 'PORTAL' : 'EMAIL', ...more },
    });
  return {
    ...{ accountId, licenseId, open },
    async left(units) {
      await rows(
        `insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, kind, units, entered_at, actor_kind, actor_id, reason)
         select vendor_id, gen_random_uuid()::text, account_id, reseller_id, id, 'ADJUSTED', -left_units, now(), 'JOB', 'job:test', 'a test'
         from support_grant where account_id = $1 and left_units > 0`,
        [accountId],
      );
      if (units === 0) return '';
      const outcome = await stage.act(`${tenant}.agent`, goodwillGrant, {
        ...{ accountId, unit, units, expiresOn: null, reason: 'for a test' },
      });
      return outcome.done ? String(outcome.result['grantId']) : '';
    },
    async opened(more) {
      const outcome = await open(more);
      if (!outcome.done) throw new Error(`Not opened: ${outcome.refusals.map(({ code }) => code).join()}`);
      return String(outcome.result['ticketId']);
    },
    at: (now, name, act, input) =>
      perform(
        {
          database: stage.database,
          viewer: { ...stage.viewerOf(name), now },
          outlet: { consumers: ['licensing'], nudge: () => undefined },
        },
        act,
        input,
      ),
    async ticket(id) {
      const [row = {}] = await rows('select * from ticket where id = $1', [id]);
      return row;
    },
    assessment: (ticketId, by = customer) =>
      new AssessmentReads({
        ...{ database: stage.database, viewer: stage.viewerOf(by), signal: undefined },
      }).ofTicket(ticketId),
    async moved(ticketId) {
      const found = await rows('select kind, units from ledger_entry where ticket_id = $1 order by place', [
        ticketId,
      ]);
      return found.map(({ kind, units }) => `${String(kind)} ${String(units)}`);
    },
    async totals(lot) {
      const [row] = await rows(
        'select left_units, reserved_units, consumed_units, expired_units from support_grant where id = $1',
        [lot],
      );
      const total = (name: string) => Number(row?.[`${name}_units`]);
      return [total('left'), total('reserved'), total('consumed'), total('expired')];
    },
  };
}
