import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { cronwell } from '../story/cronwell.js';
import type { Stage } from '../story/stage.js';
import { play } from '../story/story.js';

const made = {
  licensing: [
    'license',
    'maintenance_code',
    'maintenance_association',
    'coverage_period',
    'activation',
    'mail',
  ],
  support: ['ticket', 'ticket_message'],
  billing: ['sales_order', 'order_line', 'invoice', 'payment'],
} as const;

/** Whom a kill takes after each step; each of them but a few times, since who goes on ending is given up. */
const killed = ['licensing', 'billing', 'support', 'gateway'];

/** One license from its purchase to its validation, as a person reads it; `npm run journey` prints the account. */
export function playsTheStory(mode: GraphMode): void {
  let office: PostOffice;
  let graph: TestGraph;
  let stage: Stage;
  const said: string[] = [];

  beforeAll(async () => {
    office = await openPostOffice();
    const mail = { smtpUrl: office.url, from: 'no-reply@mainstay.example' };
    graph = await openTestGraph(mode, { mail, realClock: true });
    stage = {
      ...{ endpoint: graph.house.endpoint, operatorToken: await graph.tokenOf('operator'), playing: 'story' },
      vendorIdOf: (tenant) => graph.world.cast.find(({ name }) => name === `${tenant}.admin`)?.vendorId ?? '',
      say(line) {
        said.push(line);
        if (process.env['MAINSTAY_ACCOUNT'] !== undefined) process.stderr.write(`${line}\n`);
      },
    };
  }, 120_000);

  afterAll(async () => {
    await graph.stop();
    await office.close();
  });

  /** How much there is of all that the story makes. */
  async function counted(): Promise<string> {
    const counts: string[] = [];
    for (const [service, tables] of Object.entries(made) as [keyof typeof made, readonly string[]][])
      for (const table of tables) {
        const [row] = await graph.rows<{ count: string }>(service, `select count(*) as count from ${table}`);
        counts.push(`${table} ${row?.count ?? ''}`);
      }
    return counts.join(', ');
  }

  test('a license is bought, covered, run and supported, and ends with its cover', async () => {
    let steps = 0;
    await play(stage, cronwell, () => {
      const name = killed[steps % killed.length] ?? '';
      steps += 1;
      if (mode === 'apart') process.kill(graph.house.processOf(name), 'SIGKILL');
      return Promise.resolve();
    });
    expect(said.join('\n')).toContain('A year later cover has lapsed');
    const subjects = office.accepted.map(({ source }) => /^Subject: (.*)$/mu.exec(source)?.[1]);
    expect(subjects).toEqual(expect.arrayContaining(['Your 4 licenses', 'Maintenance that you bought']));
  }, 300_000);

  test('played again under the same name it changes nothing more', async () => {
    const before = await counted();
    await play(stage, cronwell);
    expect(await counted()).toBe(before);
  }, 120_000);
}
