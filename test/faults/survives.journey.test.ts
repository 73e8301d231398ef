import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { wrongEffects } from './effects.js';
import { wrongMails } from './letters.js';
import { readPlan } from './plan.js';
import { runFaults, type Ran } from './run.js';
import { wrongMirrors, wrongWrites } from './told.js';

const plan = readPlan(process.env['MAINSTAY_FAULTS']);
/** No run takes so long; what goes nowhere is noticed long before. */
const hangsAfterMs = 60_000 + 20_000 * plan.kills + 200 * plan.acts;

let ran: Ran;
let close: () => Promise<void> = () => Promise.resolve();

beforeAll(async () => {
  const startedAt = performance.now();
  plan.say(`seed ${plan.seed}, ${plan.acts} acts, ${plan.kills} kills`);
  ran = await runFaults(plan);
  close = () => ran.close();
  const { done, kills, taken, queued, toldAgain } = ran;
  const lost = done.reduce((sum, one) => sum + one.lost, 0);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  plan.say(
    `seed ${plan.seed}: ${done.length} acts, ${lost} answers lost; ${kills.length} kills; ` +
      `${toldAgain} deliveries told again; ${queued} mails, taken ${taken.length} times; ${seconds} s`,
  );
}, hangsAfterMs);

afterAll(() => close(), 60_000);

test('every act that was acknowledged has one effect, and nothing else was done', async () => {
  expect(await wrongEffects(ran.owner, ran.done)).toEqual([]);
  expect([ran.done.length, ran.entries]).toEqual([plan.acts, plan.acts]);
});

test('every event was applied once by each consumer in the order of its aggregate, however often it was told', async () => {
  expect(ran.toldAgain).toBeGreaterThan(plan.acts);
  expect(await wrongWrites(ran.owner)).toEqual([]);
});

test('the others know what licensing would tell now', async () => {
  expect(await wrongMirrors(ran.owner, ran.house)).toEqual([]);
});

test('every mail was taken, and more than once under its one Message-ID alone, where a kill had left it in flight', async () => {
  const { owner, taken, queued, kills } = ran;
  expect(await wrongMails(owner, { taken, queued, kills })).toEqual([]);
  expect(taken.length).toBeGreaterThan(queued);
});

test('so much was killed as was planned, and of each part', () => {
  const parts = new Set(ran.kills.map(({ part }) => part));
  expect([ran.kills.length, parts.size]).toEqual([plan.kills, 5]);
});
