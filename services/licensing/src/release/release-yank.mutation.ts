import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { Product } from '../product/product.type.js';
import type { YankCode } from './release-acts.rules.js';
import { releaseYank } from './release-yank.js';
import { Release } from './release.type.js';

@InputType({ description: 'A release that is to be withdrawn.' })
export class ReleaseYankInput extends MutationInput {
  @Field(() => ID, { description: 'Which release, as `Release.id` answered it.' })
  releaseId!: string;

  @Field(() => String, {
    description: '1 to 500 characters, kept for ever in the trail (domain, section 7); no personal data.',
  })
  reason!: string;
}

export const ReleaseYankUserError = makeUserError<YankCode>('ReleaseYank', {
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  RELEASE_NOT_FOUND: 'The vendor has published no such release.',
  RELEASE_YANKED: 'The release is withdrawn already.',
});

@ObjectType({ description: 'What became of `releaseYank`.' })
export class ReleaseYankPayload {
  @Field(() => Release, {
    nullable: true,
    description: 'The release as it reads now; null where it was refused.',
  })
  release!: Release | null;

  @Field(() => Product, {
    nullable: true,
    description: 'Whose release it is, with the newest one as it is now; null where it was refused.',
  })
  product!: Product | null;

  @Field(() => [ReleaseYankUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ReleaseYankMutation {
  @Mutation(() => ReleaseYankPayload, {
    description:
      'Withdraws a release: from now on no license is answered with it, while machines that run it stay valid (M6). Administrators alone.',
  })
  releaseYank(
    @Arg('input', () => ReleaseYankInput, { description: 'Which release, and why.' }) input: ReleaseYankInput,
    @Ctx() { mutations, products, releases }: LicensingContext,
  ) {
    return mutations.act(releaseYank, input, async ({ productId = '', releaseId = '' }) => ({
      product: await products.byId(productId),
      release: await releases.byId(releaseId),
    }));
  }
}
