import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Remedy, RuleVerdict } from '@mainstay/kernel/graph/decision';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import { Release } from './release.type.js';

export enum VersionRuleCode {
  NOT_PURCHASED = 'NOT_PURCHASED',
  LICENSE_REVOKED = 'LICENSE_REVOKED',
  LICENSE_SUSPENDED = 'LICENSE_SUSPENDED',
  VERSION_UNKNOWN = 'VERSION_UNKNOWN',
  VERSION_NOT_RELEASED = 'VERSION_NOT_RELEASED',
  VERSION_AFTER_CUTOFF = 'VERSION_AFTER_CUTOFF',
  UPGRADE_NOT_INCLUDED = 'UPGRADE_NOT_INCLUDED',
  PRERELEASE_NOT_OPTED_IN = 'PRERELEASE_NOT_OPTED_IN',
  VERSION_YANKED = 'VERSION_YANKED',
}
registerEnumType(VersionRuleCode, {
  name: 'VersionRuleCode',
  description:
    'Each way in which a version is not for a license, in order of precedence: the first that fails leads.',
  valuesConfig: {
    NOT_PURCHASED: { description: 'The day asked for lies before the day of purchase.' },
    LICENSE_REVOKED: { description: 'The license was revoked by then, e.g. after a refund.' },
    LICENSE_SUSPENDED: {
      description: 'The license was suspended by then, e.g. until a payment is made good.',
    },
    VERSION_UNKNOWN: { description: 'The product has no such version.' },
    VERSION_NOT_RELEASED: { description: 'The version was not published yet on the day asked for.' },
    VERSION_AFTER_CUTOFF: {
      description: 'The version was published after the cut-off of purchase and cover (M6).',
    },
    UPGRADE_NOT_INCLUDED: {
      description:
        "The plan gives no new major versions, and this one's differs from the newest at purchase (M6).",
    },
    PRERELEASE_NOT_OPTED_IN: { description: 'A pre-release, and the owner has not opted in (M6).' },
    VERSION_YANKED: {
      description: 'Withdrawn by the vendor. Only a warning: machines that run it stay valid (M6).',
    },
  },
});

@ObjectType({ description: 'One rule as it was looked at, with what it saw (M13).' })
export class VersionRule {
  @Field(() => VersionRuleCode, { description: 'What it means where this rule fails or warns.' })
  code!: VersionRuleCode;

  @Field(() => String, {
    description: 'The number of the rule in the vendor-independent rule book, e.g. `M6`.',
  })
  rule!: string;

  @Field(() => RuleVerdict, { description: 'Whether it speaks against the version.' })
  verdict!: RuleVerdict;
}

@ObjectType({
  description:
    'Whether a license may use a version, with every rule looked at, the facts it saw, and what would change the answer (M13).',
})
export class VersionDecision {
  @Field(() => Boolean, { description: 'True where no rule failed; warnings do not refuse.' })
  accepted!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The version decided on; null where no version was entitled and none was asked for.',
  })
  version!: string | null;

  @Field(() => DateScalar, { description: "The day decided for, in the vendor's zone (M14)." })
  asOf!: string;

  @Field(() => VersionRuleCode, {
    nullable: true,
    description: 'The failed rule of highest precedence; null where the answer is yes.',
  })
  leading!: VersionRuleCode | null;

  @Field(() => [VersionRuleCode], { description: 'All failed rules, by precedence.' })
  failed!: VersionRuleCode[];

  @Field(() => [VersionRuleCode], { description: 'Rules that warn and do not refuse, by precedence.' })
  warnings!: VersionRuleCode[];

  @Field(() => Int, { description: 'The version of the maintenance plan that decided (M15).' })
  policyVersion!: number;

  @Field(() => [Remedy], {
    description: 'What would change a refusal; empty where the answer is yes or nothing helps.',
  })
  remedies!: Remedy[];
}

@ObjectType({ description: 'The newest version that a license may use as of a day, and why (M6, M14).' })
export class VersionEntitlement {
  @Field(() => DateScalar, { description: "The day asked for; today in the vendor's zone unless told." })
  asOf!: string;

  @Field(() => Release, {
    nullable: true,
    description: 'The newest entitled release by Semantic Versioning, not by date; null where there is none.',
  })
  release!: Release | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Releases published before this instant are entitled: the later of the end of the purchase day and the end of cover (M6). Null where the plan entitles to every release.',
  })
  cutoffAt!: string | null;

  @Field(() => VersionDecision, {
    description: 'On that release; where there is none, on the newest release there was.',
  })
  decision!: VersionDecision;
}
