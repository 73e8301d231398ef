import { addDays, laterOf } from '@mainstay/kernel/values/civil';
import { machineKeyOf } from '@mainstay/licensing/activation/machine-key';
import { seatsOf } from '@mainstay/licensing/activation/seats.rules';
import type { TenantMaker } from './maker.js';
import type { Row } from './world.js';

/** A license of a thousand devices is run on some of them. */
const mostMachines = 3;

/** Machines that run the licenses: never more than there are seats, and a few that gave theirs up. */
export function makeActivations(maker: TenantMaker): void {
  for (const license of maker.rows('license')) {
    if (license['status'] !== 'ACTIVE' || !maker.random.chance(0.7)) continue;
    const seats = seatsOf({ metric: String(license['metric']), quantity: Number(license['quantity']) });
    const machines = maker.random.between(1, Math.min(seats ?? mostMachines, mostMachines));
    for (let place = 1; place <= machines; place += 1) addMachine(maker, license, place, true);
    if (maker.random.chance(0.2)) addMachine(maker, license, machines + 1, false);
  }
}

/** The oldest that its product has: every license may run it. */
function versionOf(maker: TenantMaker, license: Row): string | null {
  const releases = maker.rows('release').filter((row) => row['product_id'] === license['product_id']);
  const [oldest] = releases.toSorted((one, other) =>
    String(one['released_at']) < String(other['released_at']) ? -1 : 1,
  );
  return oldest === undefined ? null : String(oldest['version']);
}

function addMachine(maker: TenantMaker, license: Row, place: number, active: boolean): void {
  const day = laterOf(String(license['purchased_on']), maker.daysAgo(maker.random.between(20, 400)));
  const endedOn = laterOf(addDays(day, 1), maker.daysAgo(10));
  const validatedOn = laterOf(addDays(day, 1), maker.daysAgo(maker.random.between(1, 19)));
  maker.add('activation', {
    id: maker.id('atv', day),
    ...{ account_id: license['account_id'], reseller_id: license['reseller_id'] ?? null },
    ...{ license_id: license['id'], machine_key: machineKeyOf(`${String(license['id'])} ${String(place)}`) },
    ...{ machine_name: `node-${String(place)}`, version_seen: versionOf(maker, license) },
    activated_at: maker.instant(day),
    ...(active
      ? { deactivated_at: null, ended_by: null, last_validated_at: maker.instant(validatedOn) }
      : { deactivated_at: maker.instant(endedOn), ended_by: 'DEACTIVATED', last_validated_at: null }),
  });
}
