import { Field, ID, ObjectType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

@ObjectType({
  description:
    "A system's credential. Its text is answered once by `apiKeyCreate` or `apiKeyRotate` and kept nowhere. Its times are real ones, also in a sandbox.",
})
export class ApiKey {
  @Field(() => ID, { description: 'Opaque, and no secret: it tells the key in logs and in the trail.' })
  id!: string;

  @Field(() => String, { description: 'What its maker called it; nothing else tells keys apart.' })
  name!: string;

  @Field(() => [String], { description: 'What it may do, e.g. `licensing:read`.' })
  scopes!: readonly string[];

  @Field(() => DateTimeScalar, { description: 'When it was made; a rotation changes only its text.' })
  createdAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when on it opens nothing, within 60 s; null for one without end.',
  })
  expiresAt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked, for good; else null.' })
  revokedAt!: string | null;
}

export const ApiKeyConnection = makeConnection('ApiKey', ApiKey);
