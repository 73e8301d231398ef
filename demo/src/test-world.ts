import { createHash } from 'node:crypto';
import { loadWorld, type OwnerUrls } from './load.js';
import { demoSeed } from './open.js';
import { buildWorld } from './world/build.js';
import type { World } from './world/world.js';

/** The day of the demo world in tests: fixed, so that expectations can be written down. */
export const testDay = '2026-11-02';

/** Opens nothing but a test's own databases. */
export function testPartnerKey(tenant: string): string {
  return `msk_${createHash('sha256').update(`test partner of ${tenant}`).digest('hex')}`;
}

export function buildTestWorld(): World {
  return buildWorld({
    seed: demoSeed,
    today: testDay,
    partnerKeyHash: (tenant) => createHash('sha256').update(testPartnerKey(tenant)).digest('hex'),
  });
}

export async function loadTestWorld(ownerUrls: OwnerUrls): Promise<void> {
  await loadWorld(buildTestWorld(), ownerUrls);
}
