import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildTestWorld } from '@mainstay/demo/test-world';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { faultsByReference } from './entities.js';
import { worldRows, type Asker } from './world-rows.js';

// Apart, nobody but the gateway reaches a subgraph: its signature is tested where the kernel's server is.
let graph: TestGraph;

beforeAll(async () => {
  graph = await openTestGraph('one');
});

afterAll(async () => {
  await graph.stop();
});

const world = buildTestWorld();
const cast = world.cast.filter(({ name }) => /^(?:tubeworks|deskhaven)\.|^operator$/u.test(name));

const products = ['tubeworks', 'deskhaven'].map((slug): Asker => {
  const admin = world.cast.find(({ name }) => name === `${slug}.admin`);
  const license = worldRows(world, 'License').find((row) => row['vendor_id'] === admin?.vendorId);
  if (admin === undefined || license === undefined) throw new Error(`${slug} has no license.`);
  return { ...admin, name: `${slug}.product`, licenseId: String(license['id']) };
});

describe.each([...cast, ...products].map((role) => [role.name, role] as const))('%s', (_, role) => {
  test.each(['licensing', 'support', 'billing'])(
    'finds its own rows by reference at %s, and tells nothing of another',
    async (service) => {
      const executor = graph.house.executors[service];
      if (executor === undefined) throw new Error(`${service} does not run.`);
      expect(await faultsByReference(executor, service, { world, role })).toEqual([]);
    },
  );
});
