import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditCount, httpAuditFaults } from '../gateway/http-audit.js';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

describe.each(['one', 'apart'] as const)('GraphQL over HTTP, processes: %s', (mode) => {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await openTestGraph(mode);
  });

  afterAll(async () => {
    await graph.stop();
  });

  test('the whole audit is fulfilled', async () => {
    const token = await graph.tokenOf('cronwell.admin');
    expect(await httpAuditFaults(graph.house.endpoint, `Bearer ${token}`)).toEqual({
      audits: auditCount,
      faults: [],
    });
  });
});
