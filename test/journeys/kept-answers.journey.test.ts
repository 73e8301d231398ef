import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

let graph: TestGraph;

beforeAll(async () => {
  // Timers that repeat go by hand; whatever waits once goes by itself.
  jest.useFakeTimers({
    doNotFake: [
      ...['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'],
      ...['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'],
    ] as never[],
  });
  graph = await openTestGraph('one', { realClock: true });
});

afterAll(async () => {
  await graph.stop();
  jest.useRealTimers();
});

const services = ['licensing', 'support', 'billing'] as const;

test('every service forgets answers that are older than thirty days, by itself', async () => {
  for (const service of services)
    await graph.rows(
      service,
      `insert into idempotent_answer (vendor_id, actor_id, act, key, input_digest, result, recorded_at)
       values ('v', 'm', 'a', 'old', 'd', '{}', now() - interval '31 days'),
         ('v', 'm', 'a', 'young', 'd', '{}', now() - interval '29 days')`,
    );
  jest.advanceTimersByTime(600_000);
  for (const service of services) {
    let keys: string[];
    do {
      const rows = await graph.rows<{ key: string }>(
        service,
        "select key from idempotent_answer where vendor_id = 'v' order by key",
      );
      keys = rows.map(({ key }) => key);
    } while (keys.includes('old'));
    expect(keys).toEqual(['young']);
  }
});
