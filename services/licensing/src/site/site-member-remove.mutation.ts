import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { siteMemberRemove } from './site-member-remove.js';
import type { SiteMemberRemoveCode } from './site-member.rules.js';
import { Site } from './site.type.js';

@InputType({ description: 'Which license leaves which site.' })
export class SiteMemberRemoveInput extends MutationInput {
  @Field(() => ID, { description: 'Which site.' })
  siteId!: string;

  @Field(() => ID, { description: 'Which license.' })
  licenseId!: string;
}

export const SiteMemberRemoveUserError = makeUserError<SiteMemberRemoveCode>('SiteMemberRemove', {
  SITE_NOT_FOUND: 'The viewer sees no such site.',
  NOT_A_MEMBER: 'No such license is at the site today.',
});

@ObjectType({ description: 'What became of `siteMemberRemove`.' })
export class SiteMemberRemovePayload {
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

  @Field(() => [SiteMemberRemoveUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class SiteMemberRemoveMutation {
  @Mutation(() => SiteMemberRemovePayload, {
    description:
      "Takes a license from its site: today, in the vendor's zone, is the first day without the cover of the site. What the cover gave until then stays (M4). Administrators, agents, the account itself, its reseller of record and keys with `licensing:write`.",
  })
  siteMemberRemove(
    @Arg('input', () => SiteMemberRemoveInput, { description: 'Which license, and from where.' })
    input: SiteMemberRemoveInput,
    @Ctx() { mutations, sites, licenses }: LicensingContext,
  ) {
    return mutations.act(siteMemberRemove, input, async ({ siteId = '', licenseId = '' }) => ({
      ...{ site: await sites.byId(siteId), license: await licenses.byId(licenseId) },
    }));
  }
}
