import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { cartwright } from '../story/cartwright.js';
import { cronwell } from '../story/cronwell.js';
import { deskhaven } from '../story/deskhaven.js';
import type { Stage } from '../story/stage.js';
import { play, type Story } from '../story/story.js';
import { tubeworks } from '../story/tubeworks.js';

const made = {
  licensing: [
    ...['contact', 'license', 'contract', 'contract_line', 'awaited_cover', 'activation', 'mail', 'notice'],
    ...['maintenance_code', 'maintenance_association', 'coverage_period'],
  ],
  support: ['ticket', 'ticket_message', 'support_grant', 'ledger_entry', 'assessment'],
  billing: ['sales_order', 'order_line', 'invoice', 'payment', 'quote', 'quote_line'],
} as const;

/** Whom a kill takes after a step, in turn; each of them but a few times, since who goes on ending is given up. */
const killed = ['licensing', 'billing', 'support', 'gateway'];
const killsOfEach = 4;

/** What each vendor sells, from its purchase on, as a person reads it; `npm run journey` prints the account. */
export function playsTheStory(mode: GraphMode): void {
  let office: PostOffice;
  let graph: TestGraph;
  let house: Omit<Stage, 'say'>;
  const told: string[] = [];

  beforeAll(async () => {
    office = await openPostOffice();
    const mail = { smtpUrl: office.url, from: 'no-reply@mainstay.example' };
    graph = await openTestGraph(mode, { mail, realClock: true });
    house = {
      ...{ endpoint: graph.house.endpoint, operatorToken: await graph.tokenOf('operator'), playing: 'story' },
      vendorIdOf: (tenant) => graph.world.cast.find(({ name }) => name === `${tenant}.admin`)?.vendorId ?? '',
    };
  }, 120_000);

  afterAll(async () => {
    await graph.stop();
    await office.close();
  });

  /** How much there is of all that the stories make. */
  async function counted(): Promise<string> {
    const counts: string[] = [];
    for (const [service, tables] of Object.entries(made) as [keyof typeof made, readonly string[]][])
      for (const table of tables) {
        const [row] = await graph.rows<{ count: string }>(service, `select count(*) as count from ${table}`);
        counts.push(`${table} ${row?.count ?? ''}`);
      }
    return counts.join(', ');
  }

  /** Stories play at once; the account of each is printed as a whole, and only the first time. */
  async function played<Known extends object>(
    story: Story<Known>,
    between?: () => Promise<void>,
  ): Promise<void> {
    const said: string[] = [];
    try {
      await play({ ...house, say: (line) => said.push(line) }, story, between);
    } finally {
      if (between !== undefined && process.env['MAINSTAY_ACCOUNT'] !== undefined)
        process.stderr.write(`${said.join('\n')}\n\n`);
      told.push(...said);
    }
  }

  const allPlayed = (between?: () => Promise<void>) =>
    Promise.all([
      ...[played(cartwright, between), played(cronwell, between)],
      ...[played(deskhaven, between), played(tubeworks, between)],
    ]);

  /** As it reads, without the breaks that the way of writing it puts in. */
  const mails = () =>
    office.accepted.map(({ source }) => source.replaceAll(/=\r?\n/gu, '').replaceAll(/\s+/gu, ' '));

  test('what each vendor sells is bought, serves, and ends', async () => {
    let steps = 0;
    await allPlayed(() => {
      const name = killed[steps % killed.length] ?? '';
      if (mode === 'apart' && steps < killed.length * killsOfEach)
        process.kill(graph.house.processOf(name), 'SIGKILL');
      steps += 1;
      return Promise.resolve();
    });
    const subjects = office.accepted.map(({ source }) => /^Subject: (.*)$/mu.exec(source)?.[1]);
    expect(subjects).toEqual(expect.arrayContaining(['Your 4 licenses', 'Maintenance that you bought']));
    const carried = told.flatMap((line) => /a mail carries quote (\S+)/u.exec(line)?.[1] ?? []);
    expect(carried).toHaveLength(1);
    expect(mails().some((mail) => mail.includes(`quote ${carried[0] ?? ''} over`))).toBe(true);
  }, 300_000);

  test('played again under the same names they change nothing more', async () => {
    const before = await counted();
    await allPlayed();
    expect(await counted()).toBe(before);
  }, 120_000);
}
