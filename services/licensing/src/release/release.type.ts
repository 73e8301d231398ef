import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

@ObjectType({ description: 'A published version of a product.' })
export class Release {
  @Field(() => ID, { description: 'Opaque, and of this version for ever.' })
  id!: string;

  @Field(() => String, { description: 'The version by Semantic Versioning, e.g. `4.2.0` or `5.0.0-rc.1`.' })
  version!: string;

  @Field(() => DateTimeScalar, {
    description: 'The instant of publishing; a license is entitled to what came before its cut-off (M6).',
  })
  releasedAt!: string;

  @Field(() => Boolean, {
    description:
      'True for a version before the finished one; only licenses that opted in are answered with it (M6).',
  })
  prerelease!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Since when the release is withdrawn: never the answer again, though machines that run it stay valid (M6). Null while it is not.',
  })
  yankedAt!: string | null;
}

export const ReleaseConnection = makeConnection('Release', Release);

@InputType({ description: 'Narrows a list of releases.' })
export class ReleaseFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'False leaves pre-releases out, true gives them alone, null gives both.',
  })
  prereleases?: boolean | null;
}
