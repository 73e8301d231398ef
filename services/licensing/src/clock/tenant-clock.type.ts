import { Field, Float, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import { ClockKind } from '../vendor/vendor.type.js';

@ObjectType({
  description:
    'The time that rules a tenant: its cover, notices, targets and quotes. Tokens, keys and rate limits go by the real one.',
})
export class TenantClock {
  @Field(() => ClockKind, { description: 'What moves it.' })
  kind!: ClockKind;

  @Field(() => DateTimeScalar, { description: 'What it shows.' })
  now!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From where it is on its way; null where it stands, and for the real one.',
  })
  advancingFrom!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Where it is going. Until it has arrived nothing is changed in the tenant: mutations get CLOCK_ADVANCING. Null where it stands, and for the real one.',
  })
  advancingTo!: string | null;

  @Field(() => Float, {
    description: 'The part of the way that is behind, 0 to 1; 1 where it stands, and for the real one.',
  })
  progress!: number;
}
