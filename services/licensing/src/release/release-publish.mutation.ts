import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { Product } from '../product/product.type.js';
import type { PublishCode } from './release-acts.rules.js';
import { releasePublish } from './release-publish.js';
import { Release } from './release.type.js';

@InputType({ description: 'A version of a product that is out.' })
export class ReleasePublishInput extends MutationInput {
  @Field(() => ID, { description: 'Of which product, as `Product.id` answered it.' })
  productId!: string;

  @Field(() => String, {
    description:
      'By Semantic Versioning 2.0.0, at most 100 characters, once a product. A pre-release is told by its text, e.g. `5.0.0-rc.1`.',
  })
  version!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it was published, not before 1990 and not after now; kept to the millisecond, and compared with the cut-off (M6). Now unless told.',
  })
  releasedAt?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether the plan's audience is told of it by mail, once for ever (M11): yes unless told. `false` for versions of long ago.",
  })
  announce?: boolean | null;
}

export const ReleasePublishUserError = makeUserError<PublishCode>('ReleasePublish', {
  VERSION_INVALID:
    'The version is none by Semantic Versioning, longer than 100 characters, or its first number than 2147483647.',
  RELEASED_AT_INVALID: 'The instant lies before 1990.',
  PRODUCT_NOT_FOUND: 'The vendor has no such product.',
  RELEASED_IN_FUTURE: 'The instant lies after now by the clock of the vendor.',
  VERSION_EXISTS: 'The product has this version, withdrawn or not.',
});

@ObjectType({ description: 'What became of `releasePublish`.' })
export class ReleasePublishPayload {
  @Field(() => Release, { nullable: true, description: 'The new release; null where it was refused.' })
  release!: Release | null;

  @Field(() => Product, {
    nullable: true,
    description: 'Whose release it is, with the newest one as it is now; null where it was refused.',
  })
  product!: Product | null;

  @Field(() => [ReleasePublishUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ReleasePublishMutation {
  @Mutation(() => ReleasePublishPayload, {
    description: 'Makes a version of a product known, from the next answer on (M6). Administrators alone.',
  })
  releasePublish(
    @Arg('input', () => ReleasePublishInput, { description: 'Which version, of what, since when.' })
    input: ReleasePublishInput,
    @Ctx() { mutations, products, releases }: LicensingContext,
  ) {
    return mutations.act(releasePublish, input, async ({ productId = '', releaseId = '' }) => ({
      product: await products.byId(productId),
      release: await releases.byId(releaseId),
    }));
  }
}
