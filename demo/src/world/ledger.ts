import { addDays, civilDayOf, firstInstantOf } from '@mainstay/kernel/values/civil';
import { movementsOfReturn } from '@mainstay/support/grant/expiry.rules';
import { lotExpiryDue } from '@mainstay/support/grant/lot-expiry';
import { inOrderOfUse } from '@mainstay/support/grant/order-of-use.rules';
import { LedgerBook, type Movement } from './ledger-book.js';
import type { MadeLot } from './lots.js';
import type { TenantMaker } from './maker.js';
import type { Staff } from './support-trail.js';
import { costOf, endsOf, workOf, type End } from './ticket-units.js';
import type { Row } from './world.js';

interface Step {
  readonly atMs: number;
  readonly take: (atMs: number) => void;
}

interface Held {
  readonly lot: MadeLot;
  readonly units: number;
}

const minuteMs = 60_000;

/** What became of one tenant's lots, instant by instant, as the acts and jobs would have written it. */
export class Ledger {
  private readonly book: LedgerBook;
  private readonly held = new Map<string, Held[]>();

  constructor(
    private readonly maker: TenantMaker,
    private readonly lots: readonly MadeLot[],
    private readonly staff: { readonly admin: Staff; readonly agent: Staff },
  ) {
    this.book = new LedgerBook(maker);
  }

  /** Everything in the order of its instants: what a ticket takes depends on what others took before. */
  write(): void {
    const steps = [...this.lots.flatMap((lot) => this.stepsOf(lot)), ...this.ticketSteps()];
    for (const { atMs, take } of steps.sort((first, second) => first.atMs - second.atMs)) take(atMs);
  }

  private stepsOf(lot: MadeLot): Step[] {
    const { maker, book } = this;
    const { expiresOn } = lot;
    const grantedMs = Date.parse(lot.grantedAt);
    const steps = [this.given(lot), ...this.corrections(lot)].map((movement, place): Step => ({
      atMs: grantedMs + place * 30 * minuteMs,
      take: (atMs) => {
        book.enter(lot, movement, atMs);
      },
    }));
    if (expiresOn === null) return steps;
    if (expiresOn >= maker.today) {
      maker.addDue('support', lotExpiryDue(lot.id, expiresOn, maker.tenant.zone));
      return steps;
    }
    const expire = (atMs: number) => {
      const units = book.left(lot);
      if (units > 0) book.enter(lot, { kind: 'EXPIRED', units, by: 'JOB' }, atMs);
    };
    return [...steps, { atMs: firstInstantOf(expiresOn, maker.tenant.zone) + 5_000, take: expire }];
  }

  private given({ source, units }: MadeLot): Movement {
    return source === 'GOODWILL'
      ? { kind: 'GRANTED', units, by: this.staff.agent, reason: 'For a fault of ours' }
      : { kind: 'GRANTED', units, by: 'JOB' };
  }

  private corrections({ adjusted, movedFrom, expiresOn }: MadeLot): Movement[] {
    const correction = { kind: 'ADJUSTED', by: this.staff.admin, reason: 'Entered wrongly' } as const;
    const days = { expires_from: movedFrom, expires_to: expiresOn };
    return [
      ...(movedFrom === null ? [] : [{ ...correction, units: 0, days }]),
      ...(adjusted === 0 ? [] : [{ ...correction, units: adjusted }]),
    ];
  }

  /** Only what a customer began counts (S5). */
  private ticketSteps(): Step[] {
    return this.maker
      .rows('ticket')
      .filter((ticket) => ticket['initiated_by'] === 'CUSTOMER')
      .flatMap((ticket, index) => {
        const openedMs = Date.parse(String(ticket['opened_at']));
        const opened: Step = {
          atMs: openedMs,
          take: (atMs) => {
            this.reserve(ticket, index, atMs);
          },
        };
        const ends = endsOf(String(ticket['state']), index).map(([kind, minutes]): Step => ({
          atMs: openedMs + minutes * minuteMs,
          take: (atMs) => {
            this.end(String(ticket['id']), kind, atMs);
          },
        }));
        return [opened, ...ends];
      });
  }

  /** In the order of use; packs only while a contract runs. One for whom too little is left was served all the same. */
  private reserve(ticket: Row, index: number, atMs: number): void {
    const day = civilDayOf(atMs, this.maker.tenant.zone);
    const own = this.lots.filter(({ owner }) => owner.accountId === ticket['account_id']);
    const runs = own.some(({ source, expiresOn }) => source === 'CONTRACT_YEAR' && String(expiresOn) > day);
    const usable = inOrderOfUse(
      own.filter(({ source }) => source !== 'PACK' || runs).map((lot) => this.book.standing(lot)),
      day,
    );
    let wanted = costOf(usable[0]?.unit, index);
    if (usable.reduce((sum, { left }) => sum + left, 0) < wanted) return;
    const ticketId = String(ticket['id']);
    const held: Held[] = [];
    for (const { lot, left } of usable) {
      const units = Math.min(left, wanted);
      if (units === 0) break;
      this.book.enter(lot, { kind: 'RESERVED', units, by: this.staff.agent, ticketId }, atMs);
      held.push({ lot, units });
      wanted -= units;
    }
    this.held.set(ticketId, held);
    if (usable[0]?.unit === 'CREDIT') this.assess(ticket, index, { day, atMs });
  }

  /** What may be asked for was confirmed at once, so that it was reserved as the ticket was opened. */
  private assess(ticket: Row, index: number, { day, atMs }: { day: string; atMs: number }): void {
    const at = new Date(atMs).toISOString();
    const { category, units, upgrade } = workOf(index);
    const ends = firstInstantOf(addDays(day, 30), this.maker.tenant.zone);
    this.maker.add('assessment', {
      ...{ id: this.maker.id('asm', day), ticket_id: ticket['id'], category, units },
      ...{ account_id: ticket['account_id'], reseller_id: ticket['reseller_id'] },
      ...{ from_version: upgrade?.from ?? null, to_version: upgrade?.to ?? null },
      ...{ steps: upgrade?.steps ?? null, state: 'ACCEPTED', assessed_at: at, decided_at: at },
      answer_by: upgrade === undefined ? null : new Date(ends).toISOString(),
    });
  }

  private end(ticketId: string, kind: End, atMs: number): void {
    const day = civilDayOf(atMs, this.maker.tenant.zone);
    for (const { lot, units } of this.held.get(ticketId) ?? []) {
      const movements = kind === 'CONSUMED' ? [{ kind, units }] : movementsOfReturn(kind, units, lot, day);
      for (const movement of movements)
        this.book.enter(lot, { ...movement, by: this.staff.agent, ticketId }, atMs);
    }
  }
}
