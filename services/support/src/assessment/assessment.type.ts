import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export const SupportCategory = {
  QUESTION: 'QUESTION',
  ADVICE: 'ADVICE',
  INVESTIGATION: 'INVESTIGATION',
  MODIFICATION: 'MODIFICATION',
  UPGRADE: 'UPGRADE',
} as const;
export type SupportCategory = keyof typeof SupportCategory;
registerEnumType(SupportCategory, {
  name: 'SupportCategory',
  description: 'What work a case is, which decides what it costs in credits (S6).',
  valuesConfig: {
    QUESTION: {
      description: 'Standard set-up explained, or a general question; answered without asking (S7).',
    },
    ADVICE: {
      description: 'Wrong settings, standard set-up done, advice on architecture and basic customization.',
    },
    INVESTIGATION: { description: 'Servers, modified files or bad data looked into.' },
    MODIFICATION: { description: 'Code is changed: priced by the specialist, and always asked for.' },
    UPGRADE: { description: 'From one release to a later one, by how many it passes.' },
  },
});

export const AssessmentState = {
  PROPOSED: 'PROPOSED',
  ACCEPTED: 'ACCEPTED',
  DECLINED: 'DECLINED',
  UNANSWERED: 'UNANSWERED',
} as const;
export type AssessmentState = keyof typeof AssessmentState;
registerEnumType(AssessmentState, {
  name: 'AssessmentState',
  description: 'Whether the price of a case was agreed (S7).',
  valuesConfig: {
    PROPOSED: { description: 'It waits for the customer, and the response target with it.' },
    ACCEPTED: { description: 'Confirmed, agreed in advance, or of work that need not be asked for.' },
    DECLINED: { description: 'The customer said no; the case was closed at no cost.' },
    UNANSWERED: { description: 'Nobody answered in time; the case was closed at no cost.' },
  },
});

@ObjectType({
  description:
    'What work a case was found to be, and what it costs in credits (S6, S7). New facts replace it.',
})
export class Assessment {
  @Field(() => ID, {
    description: 'Opaque; begins with `asm_`. Another one once new facts change the price.',
  })
  id!: string;

  @Field(() => SupportCategory, { description: 'What work it is.' })
  category!: SupportCategory;

  @Field(() => Int, {
    description: 'The price in credits, at least 1: reserved once it is accepted, consumed at resolution.',
  })
  units!: number;

  @Field(() => String, { nullable: true, description: 'The release that ran. Null unless it is an upgrade.' })
  fromVersion!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The release that is to run. Null unless it is an upgrade.',
  })
  toVersion!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many releases the upgrade passes, counted when it was assessed and kept: later ones change no price. Null unless it is an upgrade.',
  })
  steps!: number | null;

  @Field(() => AssessmentState, { description: 'Whether the price was agreed.' })
  state!: AssessmentState;

  @Field(() => DateTimeScalar, { description: 'When staff set the price.' })
  assessedAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The first instant at which it can no longer be answered. Null where it need not be asked for.',
  })
  answerBy!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was accepted, declined or given up. Null as long as it is proposed.',
  })
  decidedAt!: string | null;
}
