import 'reflect-metadata';
import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from './scalars.js';

export enum RuleVerdict {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
  WARNED = 'WARNED',
}
registerEnumType(RuleVerdict, {
  name: 'RuleVerdict',
  description: 'What became of one rule of a decision.',
  valuesConfig: {
    PASSED: { description: 'Nothing speaks against it.' },
    FAILED: { description: 'Refuses; the first that fails leads.' },
    WARNED: { description: 'A hint that does not refuse.' },
  },
});

export enum RemedyAction {
  RENEW = 'RENEW',
  BUY = 'BUY',
  WAIT_FOR = 'WAIT_FOR',
  OPT_IN = 'OPT_IN',
  PAY = 'PAY',
}
registerEnumType(RemedyAction, {
  name: 'RemedyAction',
  description: 'What someone can do so that a refusal turns.',
  valuesConfig: {
    RENEW: { description: 'Renew maintenance so that cover ends on `until` or later.' },
    BUY: { description: 'Buy what is missing.' },
    WAIT_FOR: { description: 'Wait until the day `until`.' },
    OPT_IN: { description: 'Opt in to pre-releases for the license.' },
    PAY: { description: 'Pay what is open.' },
  },
});

@Directive('@shareable')
@ObjectType({ description: 'One thing that a rule saw, e.g. the instant of a release.' })
export class Fact {
  @Field(() => String, { description: 'What it is, in camel case, e.g. `cutoffAt`.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'As text: days and instants by ISO 8601. Null where there is none.',
  })
  value!: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'One thing that would change a refusal (M13).' })
export class Remedy {
  @Field(() => RemedyAction, { description: 'What is to be done.' })
  action!: RemedyAction;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'RENEW, and BUY of maintenance: where cover must end at least, never before tomorrow. WAIT_FOR: the day to wait for. Else null.',
  })
  until!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The version that it would make usable; null where it is about no version.',
  })
  version!: string | null;

  @Field(() => String, { description: 'The same as a sentence for people, in English.' })
  text!: string;
}
