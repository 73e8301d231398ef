import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Fact, Remedy, RuleVerdict } from '@mainstay/kernel/graph/decision';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { SupportUnit, WayWithoutCover } from '@mainstay/kernel/graph/support-words';
import { TicketChannel } from '../ticket/ticket.type.js';

export enum SupportRuleCode {
  LICENSE_REVOKED = 'LICENSE_REVOKED',
  LICENSE_SUSPENDED = 'LICENSE_SUSPENDED',
  WORK_EXCLUDED = 'WORK_EXCLUDED',
  NOT_COVERED = 'NOT_COVERED',
  UNITS_TOO_FEW = 'UNITS_TOO_FEW',
}
registerEnumType(SupportRuleCode, {
  name: 'SupportRuleCode',
  description:
    'Each way in which support is not owed, in order of precedence: the first that fails leads (S1).',
  valuesConfig: {
    LICENSE_REVOKED: { description: 'The license is revoked, e.g. after a refund.' },
    LICENSE_SUSPENDED: { description: 'The license is suspended, e.g. until a payment is made good.' },
    WORK_EXCLUDED: { description: 'The plan leaves that kind of work out, whatever is paid.' },
    NOT_COVERED: { description: 'No cover of the license, its site or its contract holds the day.' },
    UNITS_TOO_FEW: {
      description: 'Too few tickets or credits are left that may be used for it (S5, S7).',
    },
  },
});

@ObjectType({ description: 'One rule as it was looked at, with what it saw (M13).' })
export class SupportRule {
  @Field(() => SupportRuleCode, { description: 'What it means where this rule fails.' })
  code!: SupportRuleCode;

  @Field(() => String, { description: 'The number of the rule in the rule book, e.g. `S1`.' })
  rule!: string;

  @Field(() => RuleVerdict, { description: 'Whether it speaks against serving.' })
  verdict!: RuleVerdict;

  @Field(() => [Fact], { description: 'What it saw, e.g. until when cover reaches.' })
  facts!: readonly Fact[];
}

@ObjectType({
  description:
    'Whether support is owed on a day, with every rule looked at and what would change the answer (S1, M13).',
})
export class SupportDecision {
  @Field(() => Boolean, { description: 'True where no rule failed: a ticket can be opened.' })
  accepted!: boolean;

  @Field(() => DateScalar, { description: "The day decided for, in the vendor's zone; today unless told." })
  asOf!: string;

  @Field(() => SupportRuleCode, {
    nullable: true,
    description: 'The failed rule of highest precedence; null where the answer is yes.',
  })
  leading!: SupportRuleCode | null;

  @Field(() => [SupportRuleCode], { description: 'All failed rules, by precedence.' })
  failed!: readonly SupportRuleCode[];

  @Field(() => [SupportRule], { description: 'All rules that apply under the plan, by precedence.' })
  rules!: readonly SupportRule[];

  @Field(() => ID, { description: 'The plan that decided; begins with `pln_`.' })
  planId!: string;

  @Field(() => String, { description: 'What that plan is called today.' })
  planName!: string;

  @Field(() => Int, {
    description: 'Its version: that of the cover that serves, else the one in force on the day (M15).',
  })
  policyVersion!: number;

  @Field(() => [TicketChannel], { description: 'The ways in which the plan lets a ticket be opened (S2).' })
  channels!: readonly TicketChannel[];

  @Field(() => SupportUnit, { description: 'What a ticket is paid with under the plan.' })
  unit!: SupportUnit;

  @Field(() => Int, {
    description: 'How many of these are left that may be used for it; 0 where cover alone serves.',
  })
  available!: number;

  @Field(() => Int, { description: 'How many must be there to open a ticket; 0 where cover alone serves.' })
  needed!: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day without the cover that serves; null where none does or the plan has none.',
  })
  coveredUntil!: string | null;

  @Field(() => [WayWithoutCover], {
    description:
      'What the plan leaves to whoever is refused for want of cover or units; empty where the answer is yes.',
  })
  waysForward!: readonly WayWithoutCover[];

  @Field(() => [Remedy], {
    description: 'What would change a refusal; empty where the answer is yes or nothing helps.',
  })
  remedies!: readonly Remedy[];
}
