import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient, listLicenses, listTickets, type Client } from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

/** Long enough for any machine; a process is back within a second or two. */
const patienceMs = 45_000;

let graph: TestGraph;
let client: Client;

beforeAll(async () => {
  graph = await openTestGraph('apart');
  client = createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf('cronwell.admin') });
});

afterAll(async () => {
  await graph.stop();
});

async function answersAgain(ask: () => Promise<unknown>): Promise<void> {
  const since = Date.now();
  for (;;) {
    try {
      await ask();
      return;
    } catch (fault) {
      if (Date.now() - since > patienceMs) throw fault;
    }
  }
}

test.each(['support', 'licensing', 'gateway'])(
  '%s that was killed outright answers again at the same place',
  async (name) => {
    const ask = async () => {
      const { licenses } = await listLicenses(client, { first: 1 }, { retries: 0 });
      const { tickets } = await listTickets(client, { first: 1 }, { retries: 0 });
      expect([licenses?.nodes.length, tickets?.nodes.length]).toEqual([1, 1]);
    };
    await ask();
    const before = graph.house.processOf(name);
    process.kill(before, 'SIGKILL');
    await answersAgain(ask);
    expect(graph.house.processOf(name)).not.toBe(before);
  },
);
