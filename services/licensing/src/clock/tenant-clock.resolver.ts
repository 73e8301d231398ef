import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { LicensingContext } from '../context.js';
import type { VendorRow } from '../vendor/vendor.reads.js';
import { Tenant, Vendor } from '../vendor/vendor.type.js';
import { progressOf } from './clock-advance.rules.js';
import { TenantClock } from './tenant-clock.type.js';

/** `now` is the real instant, which a clock that nobody moves shows. */
export function clockOf({ clockKind, frozenAt, advancingFrom, advancingTo }: VendorRow, now: string) {
  const shown = frozenAt ?? now;
  return {
    ...{ kind: clockKind, now: shown, advancingFrom, advancingTo },
    progress:
      advancingFrom === null || advancingTo === null ? 1 : progressOf(advancingFrom, advancingTo, shown),
  };
}

@Resolver(() => Vendor)
export class VendorClockResolver {
  @FieldResolver(() => TenantClock, {
    description: 'What rules everything of this vendor that has a day. Moved by `clockAdvance` in a sandbox.',
  })
  clock(@Root() vendor: VendorRow, @Ctx() { viewer }: LicensingContext) {
    return clockOf(vendor, viewer.now);
  }
}

@Resolver(() => Tenant)
export class TenantClockResolver {
  @FieldResolver(() => TenantClock, { description: 'The clock of the vendor, and how far it is on its way.' })
  clock(@Root() tenant: VendorRow, @Ctx() { viewer }: LicensingContext) {
    return clockOf(tenant, viewer.now);
  }
}
