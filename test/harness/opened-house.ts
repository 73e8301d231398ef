import { openIssuer, newSecrets } from '@mainstay/demo/issuer';
import { buildTestWorld } from '@mainstay/demo/test-world';
import { createClient, type Client } from '@mainstay/sdk';
import { openOne, testNow } from './graph.js';

/** A house in this process, on databases that the test keeps: it can be stopped and opened on others. */
export interface OpenedHouse {
  readonly endpoint: string;
  /** Of a persona, by `<tenant>.<role>`. */
  clientOf(name: string): Promise<Client>;
  stop(): Promise<void>;
}

export async function openHouseOn(
  loginUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>,
): Promise<OpenedHouse> {
  const { cast } = buildTestWorld();
  const issuer = await openIssuer(newSecrets(Date.parse(testNow) - 60_000));
  const house = await openOne({ loginUrls, issuer });
  const { endpoint } = house;
  return {
    endpoint,
    stop: () => house.stop(),
    async clientOf(name) {
      const by = cast.find((one) => one.name === name)?.by;
      if (by?.kind !== 'token') throw new Error(`Nobody in the demo signs in as ${name}.`);
      return createClient({ endpoint, token: await issuer.tokenFor(by.subject, by.membershipId) });
    },
  };
}
