import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import { cartwright } from '../story/cartwright.js';
import { cronwell } from '../story/cronwell.js';
import { deskhaven } from '../story/deskhaven.js';
import type { Stage } from '../story/stage.js';
import { play, type Story } from '../story/story.js';
import { tubeworks } from '../story/tubeworks.js';
import { allRows, atRest } from './all-rows.js';

/** Some of what the stories make, in each database. */
const made = [
  ...[
    'license',
    'contract',
    'coverage_period',
    'maintenance_association',
    'activation',
    'mail',
    'audit_entry',
  ],
  ...['ticket', 'support_grant', 'ledger_entry', 'assessment', 'order_line', 'payment', 'quote_line'],
];

/** Whom a kill takes after a step, in turn; whoever ends so often is told to come back all the same, and at once. */
const killed = ['licensing', 'billing', 'support', 'gateway'];
const restarts = { firstPauseMs: 20, longestPauseMs: 20, endsAtMost: Number.POSITIVE_INFINITY };

/** One that lies still from the kill before is left alone. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** As a mail reads, without the breaks that the way of writing it puts in. */
const read = (source: string) => source.replaceAll(/=\r?\n/gu, '').replaceAll(/\s+/gu, ' ');

/** What each vendor sells, from its purchase on, as a person reads it; `npm run journey` prints the account. */
export function playsTheStory(mode: GraphMode): void {
  let office: PostOffice;
  let graph: TestGraph;
  let house: Omit<Stage, 'say'>;
  const told: string[] = [];

  beforeAll(async () => {
    office = await openPostOffice();
    const mail = { smtpUrl: office.url, from: 'no-reply@mainstay.example' };
    graph = await openTestGraph(mode, { mail, realClock: true, restarts });
    house = {
      ...{ endpoint: graph.house.endpoint, operatorToken: await graph.tokenOf('operator'), playing: 'story' },
      vendorIdOf: (tenant) => graph.world.cast.find(({ name }) => name === `${tenant}.admin`)?.vendorId ?? '',
    };
  }, 120_000);

  afterAll(async () => {
    await graph.stop();
    await office.close();
  });

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

  test('what each vendor sells is bought, serves, and ends', async () => {
    const before = await allRows(graph);
    let steps = 0;
    await allPlayed(() => {
      const name = killed[steps % killed.length] ?? '';
      steps += 1;
      if (mode === 'apart') kill(graph.house.processOf(name));
      return Promise.resolve();
    });
    const subjects = office.accepted.map(({ source }) => /^Subject: (.*)$/mu.exec(source)?.[1]);
    expect(subjects).toEqual(expect.arrayContaining(['Your 4 licenses', 'Maintenance that you bought']));
    const carried = told.flatMap((line) => /a mail carries quote (\S+)/u.exec(line)?.[1] ?? []);
    expect(carried).toHaveLength(1);
    const mails = office.accepted.map(({ source }) => read(source));
    expect(mails.some((mail) => mail.includes(`quote ${carried[0] ?? ''} over`))).toBe(true);
    const after = await allRows(graph);
    const more = [...after].filter(([name, rows]) => rows > (before.get(name) ?? 0));
    expect(more.map(([name]) => name.split(' ')[1])).toEqual(expect.arrayContaining(made));
  }, 300_000);

  test('played again under the same names they change nothing more', async () => {
    await atRest(graph);
    const before = await allRows(graph);
    await allPlayed();
    await atRest(graph);
    expect(await allRows(graph)).toEqual(before);
  }, 120_000);
}
