import { setTimeout } from 'node:timers/promises';
import type { Chance } from '../oracle/random.js';
import { parts, type House, type PartName } from './house.js';
import type { Mailer, Office } from './mails.js';
import type { Plan } from './plan.js';
import type { Progress } from './progress.js';

/** What was killed, between two instants of the machine's clock: what a server's children had begun they may end. */
export interface Kill {
  readonly part: PartName;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A kill that is to come: when so many acts were begun, and somewhere in the milliseconds that follow. */
interface DueKill {
  readonly part: PartName;
  readonly atAct: number;
  readonly afterMs: number;
  /** While a mail server has a mail and has not said so. */
  readonly withinMail: boolean;
  readonly how: { readonly childrenToo: boolean; readonly pauseMs: number };
}

const longestDelayMs = 120;
const longestPauseMs = 300;
/** Every so many kills, from the first on, hit licensing while a mail is on its way. */
const mailEvery = 10;

/** Each part once, then whichever chance picks. */
export function killsOf({ acts, kills }: Plan, chance: Chance): DueKill[] {
  const first = parts
    .map((part) => ({ part, place: chance.whole(0, 1_000_000) }))
    .toSorted((a, b) => a.place - b.place);
  const moments = Array.from({ length: kills }, () => chance.whole(1, acts)).toSorted((a, b) => a - b);
  return moments.map((atAct, index) => {
    const withinMail = index % mailEvery === mailEvery / 2;
    return {
      part: withinMail ? 'licensing' : (first[index]?.part ?? chance.pick(parts)),
      ...{ atAct, withinMail, afterMs: chance.whole(0, longestDelayMs) },
      how: { childrenToo: chance.percent(50), pauseMs: chance.whole(0, longestPauseMs) },
    };
  });
}

/** Kills what is due, one after the other, each only once it answers: what is dead already cannot be killed. */
export async function killThroughout(
  due: readonly DueKill[],
  { house, progress, office, mailer }: Killing,
): Promise<Kill[]> {
  const done: Kill[] = [];
  // Whoever acts goes on while a part is away.
  const ending: Promise<void>[] = [];
  for (const { part, atAct, afterMs, withinMail, how } of due) {
    const turn = await progress.reached(atAct);
    await house.up(part);
    await setTimeout(afterMs);
    const kill = async () => {
      const fromMs = Date.now();
      await house.kill(part, how);
      done.push({ part, fromMs, toMs: Date.now() });
    };
    if (withinMail) {
      const within = office.uponNext(kill);
      await mailer.queue();
      await within;
    } else {
      const one = kill();
      // That a server does not come back is told at the end, or by whoever waits for it.
      one.catch(() => undefined);
      ending.push(one);
    }
    turn.done();
  }
  await Promise.all(ending);
  return done;
}

interface Killing {
  readonly house: House;
  readonly progress: Progress;
  readonly office: Office;
  readonly mailer: Mailer;
}
