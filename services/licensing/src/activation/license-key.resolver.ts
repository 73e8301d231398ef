import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { Vendor } from '../vendor/vendor.type.js';
import { LicenseKey } from './license-file.type.js';
import { licenseKeyRotate } from './signing-key-rotate.js';

@InputType({ description: 'Why another key is to sign.' })
export class LicenseKeyRotateInput extends MutationInput {
  @Field(() => String, { nullable: true, description: '1 to 500 characters, kept for ever in the trail.' })
  reason?: string | null;
}

export const LicenseKeyRotateUserError = makeUserError<'REASON_INVALID'>('LicenseKeyRotate', {
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
});

@ObjectType({ description: 'What became of `licenseKeyRotate`.' })
export class LicenseKeyRotatePayload {
  @Field(() => LicenseKey, {
    nullable: true,
    description: 'The key that signs now; null where it was refused.',
  })
  licenseKey!: LicenseKey | null;

  @Field(() => [LicenseKeyRotateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver(() => Vendor)
export class VendorLicenseKeysResolver {
  @FieldResolver(() => [LicenseKey], {
    description:
      'By which license files are verified: the one that signs first, then the retired ones, 100 at most. Empty before the first file. A sandbox has keys of its own.',
  })
  licenseKeys(@Ctx() { licenseKeys }: LicensingContext) {
    return licenseKeys.ofVendor();
  }
}

@Resolver()
export class LicenseKeyRotateMutation {
  @Mutation(() => LicenseKeyRotatePayload, {
    description:
      'Has another key sign license files, within a minute everywhere; what the former ones signed stays good. Products must know its public key before they meet it. Administrators alone.',
  })
  licenseKeyRotate(
    @Arg('input', () => LicenseKeyRotateInput, { description: 'Why.' }) input: LicenseKeyRotateInput,
    @Ctx() { mutations, licenseKeys, issuing, viewer }: LicensingContext,
  ) {
    return mutations.act(licenseKeyRotate, input, async ({ licenseKeyId = '' }) => {
      issuing.signers.forget(viewer.vendorId ?? '');
      const keys = await licenseKeys.ofVendor();
      return { licenseKey: keys.find(({ id }) => id === licenseKeyId) ?? null };
    });
  }
}
