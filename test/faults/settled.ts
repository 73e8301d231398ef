import { setTimeout } from 'node:timers/promises';
import type { Owner } from './databases.js';

const left = `
  select (select count(*)::int from event_delivery where delivered_at is null) as events,
    (select count(*)::int from event_delivery where gave_up_at is not null) as "givenUp",
    (select count(*)::int from mail where state in ('QUEUED', 'SENDING')) as mails`;

interface Left {
  readonly events: number;
  readonly givenUp: number;
  readonly mails: number;
}

/** Resolves when every event is delivered and every mail has gone; fails when that comes no nearer. */
export async function settled(owner: Owner, patienceMs: number): Promise<void> {
  let best = Number.POSITIVE_INFINITY;
  let since = Date.now();
  for (;;) {
    const [{ events, givenUp, mails } = { events: 0, givenUp: 0, mails: 0 }] = await owner.rows<Left>(
      'licensing',
      left,
    );
    if (events + mails === 0) return;
    if (givenUp > 0) throw new Error(`${givenUp} events were given up.`);
    if (events + mails < best) [best, since] = [events + mails, Date.now()];
    if (Date.now() - since > patienceMs) throw new Error(`${events} events and ${mails} mails go nowhere.`);
    await setTimeout(100);
  }
}
