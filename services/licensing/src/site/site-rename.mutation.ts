import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { siteRename } from './site-rename.js';
import type { SiteRenameCode } from './site.rules.js';
import { Site } from './site.type.js';

@InputType({ description: 'What a site is to be called.' })
export class SiteRenameInput extends MutationInput {
  @Field(() => ID, { description: 'Which site.' })
  siteId!: string;

  @Field(() => String, {
    description: '1 to 200 characters on one line; once an account and product, in whatever case.',
  })
  name!: string;
}

export const SiteRenameUserError = makeUserError<SiteRenameCode>('SiteRename', {
  NAME_INVALID: 'The name is blank, longer than 200 characters, or holds a control character.',
  SITE_NOT_FOUND: 'The viewer sees no such site.',
  NAME_TAKEN: 'The account has a site of this name for the product.',
  NOTHING_CHANGED: 'The site has this name already.',
});

@ObjectType({ description: 'What became of `siteRename`.' })
export class SiteRenamePayload {
  @Field(() => Site, { nullable: true, description: 'The site as it reads now; null where it was refused.' })
  site!: Site | null;

  @Field(() => [SiteRenameUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class SiteRenameMutation {
  @Mutation(() => SiteRenamePayload, {
    description:
      'Gives a site another name. Administrators, agents, the account itself, its reseller of record and keys with `licensing:write`.',
  })
  siteRename(
    @Arg('input', () => SiteRenameInput, { description: 'Which, and how.' }) input: SiteRenameInput,
    @Ctx() { mutations, sites }: LicensingContext,
  ) {
    return mutations.act(siteRename, input, async ({ siteId = '' }) => ({ site: await sites.byId(siteId) }));
  }
}
