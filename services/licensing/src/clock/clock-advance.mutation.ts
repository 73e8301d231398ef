import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { clockAdvance } from './clock-advance.js';
import type { ClockAdvanceCode } from './clock-advance.rules.js';
import { clockOf } from './tenant-clock.resolver.js';
import { TenantClock } from './tenant-clock.type.js';

@InputType({ description: 'Where the clock of a sandbox is to go.' })
export class ClockAdvanceInput extends MutationInput {
  @Field(() => DateTimeScalar, {
    description: 'After the instant that the clock shows, at most 400 days.',
  })
  to!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Whose clock. An operator names it; anybody else moves the clock of their own vendor.',
  })
  vendorId?: string | null;
}

export const ClockAdvanceUserError = makeUserError<ClockAdvanceCode>('ClockAdvance', {
  INSTANT_INVALID: 'The instant lies after the year 2200.',
  VENDOR_NOT_FOUND: 'There is no such tenant, or it is not yours to move.',
  CLOCK_REAL: 'The tenant is no sandbox: its clock is the real one.',
  CLOCK_ADVANCING: 'The clock is on its way already.',
  CLOCK_NOT_FORWARD: 'The instant is not after the one that the clock shows.',
  ADVANCE_TOO_LONG: 'The instant is more than 400 days ahead.',
});

@ObjectType({ description: 'What became of `clockAdvance`.' })
export class ClockAdvancePayload {
  @Field(() => TenantClock, {
    nullable: true,
    description: 'The clock, on its way; null where it was refused.',
  })
  clock!: TenantClock | null;

  @Field(() => [ClockAdvanceUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ClockAdvanceMutation {
  @Mutation(() => ClockAdvancePayload, {
    description:
      'Sends the clock of a sandbox on its way. It stops at each instant at which something falls due (notices, lots, quotes), has that done, told and mailed, and goes on; ask `clock` of the vendor or tenant until it has arrived. Administrators of the sandbox and operators; FORBIDDEN to others.',
  })
  clockAdvance(
    @Arg('input', () => ClockAdvanceInput, { description: 'Where to.' }) input: ClockAdvanceInput,
    @Ctx() { mutations, vendors, viewer, clocks }: LicensingContext,
  ) {
    return mutations.act(clockAdvance, input, async ({ vendorId = '' }) => {
      clocks.nudge();
      const vendor = await vendors.byId(vendorId);
      return { clock: vendor === null ? null : clockOf(vendor, viewer.now) };
    });
  }
}
