import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Fact, Remedy, RuleVerdict } from '@mainstay/kernel/graph/decision';
import { Money } from '@mainstay/kernel/graph/money';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { QuoteLine } from './quote.type.js';
import { renewalCodes, type RenewalCode } from './renewal-offer.rules.js';

/** What each code means, for whoever asks and for whoever has a quote issued. */
export const renewalCodeTexts: Readonly<Record<RenewalCode, string>> = {
  LICENSE_NOT_ACTIVE: 'The license is revoked or suspended, or no line of the contract may be used.',
  COVER_NOT_SOLD: 'The plan that is in force on that day sells no such cover.',
  NEVER_COVERED: 'There never was maintenance that it could follow.',
  RENEWAL_PENDING:
    'An order renews it already and is open still; of one subject there is one at a time (M5).',
  YEARS_NOT_WHOLE_TERMS: 'The years are no whole terms of the plan.',
  YEARS_TOO_FEW: 'Cover of so few years would be over on that day already (M5).',
  NO_PRICE: "The buyer's price list of that day has no price for it (B1).",
};

const codes = Object.fromEntries(renewalCodes.map((code) => [code, code])) as Record<
  RenewalCode,
  RenewalCode
>;
registerEnumType(codes, {
  name: 'RenewalRuleCode',
  description:
    'Each way in which a renewal is not offered, in order of precedence: the first that fails leads.',
  valuesConfig: Object.fromEntries(
    Object.entries(renewalCodeTexts).map(([code, description]) => [code, { description }]),
  ),
});

@ObjectType({ description: 'One rule as it was looked at, with what it saw (M13).' })
export class RenewalRule {
  @Field(() => codes, { description: 'What it means where this rule fails.' })
  code!: RenewalCode;

  @Field(() => String, {
    description: 'The number of the rule in the vendor-independent rule book, e.g. `M5`.',
  })
  rule!: string;

  @Field(() => RuleVerdict, { description: 'Whether it speaks against the renewal.' })
  verdict!: RuleVerdict;

  @Field(() => [Fact], { description: 'What it rests on, such as `daysLate`.' })
  facts!: Fact[];
}

@ObjectType({
  description:
    'What renewing would cost on a day, and why, or why it is not offered (M5, M13). Stored nowhere and never to be accepted: `quoteIssue` makes a quote of it.',
})
export class RenewalQuote {
  @Field(() => DateScalar, { description: "The day asked for; today in the vendor's zone unless told." })
  asOf!: string;

  @Field(() => Boolean, { description: 'True where no rule failed.' })
  accepted!: boolean;

  @Field(() => codes, {
    nullable: true,
    description: 'The failed rule of highest precedence; null where it is offered.',
  })
  leading!: RenewalCode | null;

  @Field(() => [codes], { description: 'All failed rules, by precedence.' })
  failed!: readonly RenewalCode[];

  @Field(() => [RenewalRule], { description: 'Every rule that was looked at, by precedence.' })
  rules!: readonly RenewalRule[];

  @Field(() => Int, {
    description: 'The version of the maintenance plan in force on that day, 0 where none was (M15).',
  })
  policyVersion!: number;

  @Field(() => [Remedy], { description: 'What would change a refusal; empty where it is offered.' })
  remedies!: readonly Remedy[];

  @Field(() => Int, {
    nullable: true,
    description: 'How many years it is for; null where it is not offered.',
  })
  years!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The fewest years that end after that day; null where it is not offered.',
  })
  leastYears!: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The last day on which it could be accepted, issued on that day (B2); null where it is not offered.',
  })
  validThrough!: string | null;

  @Field(() => [QuoteLine], {
    description: 'The period, and the fee where it is late; empty where it is not offered.',
  })
  lines!: readonly object[];

  @Field(() => Money, { nullable: true, description: 'Before tax; null where it is not offered.' })
  net!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Null where it is not offered.' })
  tax!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Net and tax together; null where it is not offered.' })
  total!: Money | null;
}
