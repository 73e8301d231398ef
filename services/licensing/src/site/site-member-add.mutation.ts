import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { siteMemberAdd } from './site-member-add.js';
import type { SiteMemberAddCode } from './site-member.rules.js';
import { Site } from './site.type.js';

@InputType({ description: 'Which license joins which site.' })
export class SiteMemberAddInput extends MutationInput {
  @Field(() => ID, { description: 'Which site.' })
  siteId!: string;

  @Field(() => ID, { description: 'Which license.' })
  licenseId!: string;
}

export const SiteMemberAddUserError = makeUserError<SiteMemberAddCode>('SiteMemberAdd', {
  SITE_NOT_FOUND: 'The viewer sees no such site.',
  LICENSE_NOT_FOUND: 'The viewer sees no such license.',
  ACCOUNT_MISMATCH: 'License and site belong to different accounts.',
  PRODUCT_MISMATCH: 'The site is for another product (M4).',
  LICENSE_REVOKED: 'The license was ended for good.',
  ALREADY_MEMBER: 'The license is at this site.',
  AT_ANOTHER_SITE: 'The license is at another site, which the facts name with the day on which it joined.',
});

@ObjectType({ description: 'What became of `siteMemberAdd`.' })
export class SiteMemberAddPayload {
  @Field(() => Site, {
    nullable: true,
    description: 'The site with its members as they are now; null where it was refused.',
  })
  site!: Site | null;

  @Field(() => License, {
    nullable: true,
    description: 'The license with the cover that it has now; null where it was refused.',
  })
  license!: License | null;

  @Field(() => [SiteMemberAddUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class SiteMemberAddMutation {
  @Mutation(() => SiteMemberAddPayload, {
    description:
      "Puts a license at a site from today on, in the vendor's zone: while it is there the cover of the site is its own (M4). Administrators, agents, the account itself, its reseller of record and keys with `licensing:write`.",
  })
  siteMemberAdd(
    @Arg('input', () => SiteMemberAddInput, { description: 'Which license, and where.' })
    input: SiteMemberAddInput,
    @Ctx() { mutations, sites, licenses }: LicensingContext,
  ) {
    return mutations.act(siteMemberAdd, input, async ({ siteId = '', licenseId = '' }) => ({
      ...{ site: await sites.byId(siteId), license: await licenses.byId(licenseId) },
    }));
  }
}
