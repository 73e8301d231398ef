import { chanceOf } from '../oracle/random.js';
import { actThroughout, type Acknowledged } from './clients.js';
import { ownerOf, type Owner } from './databases.js';
import { entriesOf } from './effects.js';
import { openFaultHouse, type House } from './house.js';
import { killThroughout, killsOf, type Kill } from './kills.js';
import { openMailer, openOffice, type Mailer, type Taken } from './mails.js';
import type { Plan } from './plan.js';
import { openProgress, type Progress } from './progress.js';
import { settled } from './settled.js';
import { tellAgain, watch } from './witness.js';

/** What a run has done, once everything is settled. */
export interface Ran {
  readonly house: House;
  readonly owner: Owner;
  readonly done: readonly Acknowledged[];
  /** Entries of the trail that came with them. */
  readonly entries: number;
  readonly kills: readonly Kill[];
  readonly taken: readonly Taken[];
  readonly queued: number;
  /** Deliveries that came once more after they had come. */
  readonly toldAgain: number;
  close(): Promise<void>;
}

/** How often deliveries of the run until then are told again meanwhile. */
const tellingsAgain = 3;

export async function runFaults(plan: Plan): Promise<Ran> {
  const office = await openOffice();
  const closers: (() => Promise<void>)[] = [() => office.close()];
  const close = async () => {
    for (const one of closers.splice(0).toReversed()) await one();
  };
  try {
    const house = await openFaultHouse(office.url);
    closers.push(() => house.stop());
    const failed = new AbortController();
    const patience = { patienceMs: plan.patienceMs, signal: failed.signal };
    const owner = ownerOf(house, patience);
    await watch(owner);
    const before = await entriesOf(owner);
    const mailer = openMailer(house, chanceOf(plan.seed + 1), patience);
    closers.push(() => mailer.close());
    const progress = openProgress(plan.acts);
    const due = killsOf(plan, chanceOf(plan.seed));
    const work = [
      actThroughout(house, { plan, progress, signal: failed.signal }),
      killThroughout(due, { house, progress, office, mailer }),
      mailThroughout(plan, progress, mailer),
      tellAgainThroughout(plan, progress, owner),
    ] as const;
    const [done, kills, , toldAgain] = await Promise.all(work).catch(async (error: unknown) => {
      failed.abort(error);
      throw error;
    });
    await settled(owner, plan.patienceMs);
    const toldLast = await tellAgain(owner);
    await settled(owner, plan.patienceMs);
    return {
      ...{ house, owner, done, kills, close, entries: (await entriesOf(owner)) - before },
      ...{ taken: office.taken, queued: mailer.queued, toldAgain: toldAgain + toldLast },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function mailThroughout({ acts, mails }: Plan, progress: Progress, mailer: Mailer): Promise<void> {
  for (let count = 1; count <= mails; count += 1) {
    const turn = await progress.reached(Math.ceil((acts * count) / mails));
    await mailer.queue();
    turn.done();
  }
}

async function tellAgainThroughout({ acts }: Plan, progress: Progress, owner: Owner): Promise<number> {
  let again = 0;
  for (let count = 1; count <= tellingsAgain; count += 1) {
    const turn = await progress.reached(Math.ceil((acts * count) / (tellingsAgain + 1)));
    again += await tellAgain(owner);
    turn.done();
  }
  return again;
}
