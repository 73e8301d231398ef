import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { openHouse, type House } from '@mainstay/demo/house';
import { newSecrets, openIssuer, type DemoIssuer } from '@mainstay/demo/issuer';
import { buildTestWorld, testDay, testPartnerKey } from '@mainstay/demo/test-world';
import type { World } from '@mainstay/demo/world/world';
import { cloneDatabase } from './database.js';

/** The whole graph on databases of the test's own, with the demo world of the tests' fixed day. */
export interface TestGraph {
  readonly house: House;
  readonly world: World;
  readonly issuer: DemoIssuer;
  /** Of a persona, by `<tenant>.<role>`. */
  tokenOf(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Noon of the fixed day: what the house takes for now. */
export const testNow = `${testDay}T12:00:00.000Z`;

const supergraph = new URL('../../gateway/supergraph.graphql', import.meta.url);

export async function openTestGraph(): Promise<TestGraph> {
  const names = ['licensing', 'support', 'billing'] as const;
  const [licensing, support, billing] = await Promise.all([
    cloneDatabase(names[0], { demo: true }),
    cloneDatabase(names[1], { demo: true }),
    cloneDatabase(names[2], { demo: true }),
  ]);
  const world = buildTestWorld();
  const issuer = await openIssuer(newSecrets(Date.parse(testNow) - 60_000));
  const house = await openHouse({
    loginUrls: { licensing: licensing.loginUrl, support: support.loginUrl, billing: billing.loginUrl },
    supergraphSdl: await readFile(supergraph, 'utf8'),
    issuers: [issuer],
    clock: () => testNow,
    logger: pino({ level: 'silent' }),
    port: 0,
  });
  return {
    ...{ house, world, issuer },
    async tokenOf(name) {
      const role = world.cast.find((one) => one.name === name);
      if (role === undefined) throw new Error(`Nobody in the demo is called ${name}.`);
      if (role.by.kind === 'key') return testPartnerKey(name.split('.')[0] ?? name);
      return issuer.tokenFor(role.by.subject, role.by.membershipId);
    },
    async stop() {
      await house.stop();
      await Promise.all([licensing, support, billing].map((database) => database.drop()));
    },
  };
}
