import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { chanceOf } from '../oracle/random.js';
import { holdsToTheCalendar } from './holds-to-the-calendar.js';
import { advance, openSandbox, type Sandbox } from './moving-clock.js';

const dayMs = 86_400_000;
const seed = Number(process.env['CLOCK_SEED'] ?? Date.now() % 1_000_000);
let office: PostOffice;
let graph: TestGraph;
let sandbox: Sandbox;
let endMs: number;

beforeAll(async () => {
  office = await openPostOffice();
  const mail = { smtpUrl: office.url, from: 'no-reply@mainstay.example' };
  graph = await openTestGraph('apart', { mail });
  sandbox = await openSandbox(graph, { tenant: 'tubeworks', firstOn: '2026-01-10', seed: 3 });
  endMs = sandbox.startMs + 400 * dayMs;
}, 120_000);

afterAll(async () => {
  await graph.stop();
  await office.close();
});

/** Whoever is killed comes back by itself; one that goes on ending would be given up, so that none is killed six times. */
test(`a clock whose movers are killed five times arrives (CLOCK_SEED=${String(seed)})`, async () => {
  const chance = chanceOf(seed);
  const places = Array.from({ length: 5 }, (_, index) => (index * 20 + chance.whole(1, 15)) / 100);
  const killed: string[] = [];
  await advance(sandbox, new Date(endMs).toISOString(), async (progress) => {
    const next = places[0];
    if (next === undefined || progress < next) return;
    places.shift();
    const name = chance.pick(['licensing', 'licensing', 'support', 'billing']);
    process.kill(graph.house.processOf(name), 'SIGKILL');
    killed.push(name);
    await Promise.resolve();
  });
  expect(killed).toHaveLength(5);
}, 300_000);

holdsToTheCalendar(() => ({ graph, office, sandbox, endMs, killed: true }));
