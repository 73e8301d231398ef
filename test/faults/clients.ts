import { setTimeout } from 'node:timers/promises';
import { createClient, isTransient, MainstayError, type Client } from '@mainstay/sdk';
import { chanceOf, type Chance } from '../oracle/random.js';
import { nextAct, openDesks, type Answer, type Asked, type Desk } from './acts.js';
import type { House } from './house.js';
import type { Plan } from './plan.js';
import type { Progress } from './progress.js';

/** An act that was acknowledged, and how it was asked for. */
export interface Acknowledged {
  readonly asked: Asked;
  readonly answer: Answer;
  /** How often no answer came. */
  readonly lost: number;
}

/** One in so many acts is sent twice at once, as by somebody who does not wait. */
const twiceAtOncePercent = 10;
/** So that who waits for the long form sees it go on. */
const saidEvery = 500;
/** Whoever is not answered asks again soon, and then less often: the house needs the machine to come back. */
const pauseMs = (lost: number) => Math.min(400, 50 * 2 ** lost);

/** Several clients act side by side until each act of the plan is acknowledged. */
export async function actThroughout(
  house: House,
  { plan, progress, signal }: Pick<Work, 'plan' | 'progress' | 'signal'>,
): Promise<Acknowledged[]> {
  const desks = openDesks(house.world, plan.clients);
  const done = await Promise.all(
    desks.map(async (desk, index) => {
      const client = createClient({
        ...{ endpoint: house.endpoint, token: await house.tokenOf(desk.persona) },
        ...{ retries: 0, timeoutMs: 20_000 },
      });
      return workAt(desk, { client, plan, progress, signal, chance: chanceOf(plan.seed * 1_000 + index) });
    }),
  );
  return done.flat();
}

interface Work {
  readonly client: Client;
  readonly plan: Plan;
  readonly progress: Progress;
  readonly chance: Chance;
  /** Aborted when the run has failed elsewhere. */
  readonly signal: AbortSignal;
}

async function workAt(desk: Desk, work: Work): Promise<Acknowledged[]> {
  const { progress, chance, plan } = work;
  const done: Acknowledged[] = [];
  for (;;) {
    const number = await progress.begin();
    if (number === null) return done;
    const asked = nextAct(desk, `fault-${plan.seed}-${number}`, number, chance);
    const answers = await Promise.all(
      Array.from({ length: chance.percent(twiceAtOncePercent) ? 2 : 1 }, () => insist(asked, work)),
    );
    const ids = new Set(answers.map(({ answer }) => answer.id));
    const [first] = answers;
    if (first === undefined || ids.size > 1)
      throw new Error(`${asked.key} was answered in two ways: ${[...ids].join(', ')}.`);
    done.push({ ...first, asked });
    progress.acknowledge();
    if (progress.acknowledged % saidEvery === 0) plan.say(`${progress.acknowledged} acts acknowledged`);
  }
}

/** Asks with the same key until there is an answer; any that a kill does not explain ends the run. */
async function insist(asked: Asked, { client, plan, signal }: Work): Promise<Omit<Acknowledged, 'asked'>> {
  const since = Date.now();
  for (let lost = 0; ; lost += 1) {
    try {
      return { answer: await asked.send(client), lost };
    } catch (fault) {
      signal.throwIfAborted();
      if (!(fault instanceof MainstayError) || !isTransient(fault))
        throw new Error(`${asked.key} was answered by what no kill explains.`, { cause: fault });
      if (Date.now() - since > plan.patienceMs)
        throw new Error(`${asked.key} is not answered any more.`, { cause: fault });
      await setTimeout(pauseMs(lost));
    }
  }
}
