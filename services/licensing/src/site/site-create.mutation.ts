import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { siteCreate } from './site-create.js';
import type { SiteCreateCode } from './site.rules.js';
import { Site } from './site.type.js';

@InputType({ description: 'A site to be made.' })
export class SiteCreateInput extends MutationInput {
  @Field(() => ID, { description: 'Whose site it is.' })
  accountId!: string;

  @Field(() => ID, { description: 'Of which its licenses are to be.' })
  productId!: string;

  @Field(() => String, {
    description: '1 to 200 characters on one line; once an account and product, in whatever case.',
  })
  name!: string;
}

export const SiteCreateUserError = makeUserError<SiteCreateCode>('SiteCreate', {
  NAME_INVALID: 'The name is blank, longer than 200 characters, or holds a control character.',
  ACCOUNT_NOT_FOUND: 'The viewer sees no such account.',
  PRODUCT_NOT_FOUND: 'The vendor has no such product.',
  NAME_TAKEN: 'The account has a site of this name for the product.',
});

@ObjectType({ description: 'What became of `siteCreate`.' })
export class SiteCreatePayload {
  @Field(() => Site, {
    nullable: true,
    description: 'The new site, without members; null where it was refused.',
  })
  site!: Site | null;

  @Field(() => [SiteCreateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class SiteCreateMutation {
  @Mutation(() => SiteCreatePayload, {
    description:
      'Makes a site for the licenses of one product. Administrators, agents, the account itself, its reseller of record and keys with `licensing:write`.',
  })
  siteCreate(
    @Arg('input', () => SiteCreateInput, { description: 'Whose, and for what.' }) input: SiteCreateInput,
    @Ctx() { mutations, sites }: LicensingContext,
  ) {
    return mutations.act(siteCreate, input, async ({ siteId = '' }) => ({ site: await sites.byId(siteId) }));
  }
}
