import { z } from 'zod';

const service = z.object({ bare: z.string(), demo: z.string() });
const facts = z.object({
  url: z.string(),
  run: z.number(),
  templates: z.object({ licensing: service, support: service, billing: service }),
});

export type ServiceName = 'licensing' | 'support' | 'billing';

/** The PostgreSQL that scripts/test.mjs opened for this run. */
export function testCluster(): z.infer<typeof facts> {
  const text = process.env['MAINSTAY_TEST_CLUSTER'];
  if (text === undefined)
    throw new Error('This test needs a database: run it by `npm test -- <path>`, which opens one.');
  return facts.parse(JSON.parse(text));
}

/** The cluster's address of a database, as the administrator who owns it. */
export function ownerUrlOf(database: string): string {
  const url = new URL(testCluster().url);
  url.pathname = `/${database}`;
  return url.href;
}
