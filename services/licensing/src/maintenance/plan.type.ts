import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { CoverSubject } from './coverage.type.js';
import {
  Consequence,
  ExcludableWork,
  LapsedRenewal,
  PhoneMode,
  QuoteAttachment,
  ReleaseAudience,
  StartRule,
  SupportChannel,
  SupportUnit,
  TargetMeasure,
  UpgradeScope,
  VersionGate,
  WayWithoutCover,
} from './plan-words.type.js';

@ObjectType({ description: 'What is charged for a renewal that comes late (M5).' })
export class ReinstatementFee {
  @Field(() => Int, {
    description: 'The last day after the end of cover on which a renewal is still free of it.',
  })
  freeDays!: number;

  @Field(() => Int, { description: "Percent of the late subject's least terms, before tax." })
  percent!: number;
}

@ObjectType({ description: 'A mail that tells in time that cover is about to end (M8).' })
export class NoticeRule {
  @Field(() => String, {
    description: 'How long before the end it is sent, as an ISO 8601 period, e.g. `P60D`.',
  })
  before!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only for cover of at least this term, as an ISO 8601 period; null for all cover.',
  })
  termAtLeast!: string | null;

  @Field(() => QuoteAttachment, { description: 'Whether a renewal quote comes with it.' })
  quote!: QuoteAttachment;
}

@ObjectType({ description: 'How cover is sold under a plan.' })
export class CoverTerms {
  @Field(() => [CoverSubject], { description: 'What cover may be bought for.' })
  on!: CoverSubject[];

  @Field(() => StartRule, { description: 'When cover begins that follows no other (M2).' })
  firstStart!: StartRule;

  @Field(() => String, { description: 'The first term, as an ISO 8601 period, e.g. `P12M` (M1).' })
  firstTerm!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The first term where training was bought with the license (M3); null where it makes no difference.',
  })
  firstTermWithTraining!: string | null;

  @Field(() => String, { description: 'The term of a renewal, as an ISO 8601 period.' })
  renewalTerm!: string;

  @Field(() => LapsedRenewal, {
    description: 'Where a renewal begins that comes after the end; one in time begins at the old end (M5).',
  })
  lapsedRenewal!: LapsedRenewal;

  @Field(() => ReinstatementFee, {
    nullable: true,
    description: 'Null where a late renewal costs nothing more.',
  })
  reinstatementFee!: ReinstatementFee | null;

  @Field(() => Int, {
    description: 'Hours in which the association of a pack can be undone (M4); 0 for never.',
  })
  undoHours!: number;

  @Field(() => [NoticeRule], {
    description: 'The notices before cover ends, as the plan lists them; at most 10.',
  })
  notices!: NoticeRule[];
}

@ObjectType({ description: 'How soon staff answer first (S3).' })
export class ResponseTarget {
  @Field(() => TargetMeasure, { description: 'What the amount counts.' })
  by!: TargetMeasure;

  @Field(() => Int, { description: 'Business days or hours, as the measure says.' })
  amount!: number;
}

@ObjectType({ description: 'What support a plan gives (S1 to S5).' })
export class SupportTerms {
  @Field(() => SupportUnit, { description: 'What a case that a customer begins is paid with.' })
  unit!: SupportUnit;

  @Field(() => Boolean, { description: 'Whether a case that proves a product bug costs no unit (S5).' })
  bugIsFree!: boolean;

  @Field(() => [ExcludableWork], { description: 'Work that the plan does not include.' })
  excludedWork!: ExcludableWork[];

  @Field(() => [WayWithoutCover], { description: 'What remains for who has no cover (S1).' })
  withoutCover!: WayWithoutCover[];

  @Field(() => [SupportChannel], { description: 'The ways to reach support (S2).' })
  channels!: SupportChannel[];

  @Field(() => [PhoneMode], { description: 'How the telephone is reached; empty where it is no channel.' })
  phone!: PhoneMode[];

  @Field(() => ResponseTarget, { nullable: true, description: 'Null where the plan promises none.' })
  responseTarget!: ResponseTarget | null;
}

@ObjectType({
  description: 'How often a running product validates, and what follows where it does not (M9).',
})
export class ValidationTerms {
  @Field(() => String, { description: 'How often online, as an ISO 8601 period.' })
  every!: string;

  @Field(() => String, { description: 'How long a validation by hand lasts, as an ISO 8601 period.' })
  manualLasts!: string;

  @Field(() => String, { description: 'How long an overdue validation is tolerated, as an ISO 8601 period.' })
  grace!: string;

  @Field(() => Consequence, { description: 'What the product does once the grace is over.' })
  then!: Consequence;
}

@ObjectType({
  description:
    'The policy that a product is sold under, in one version (M15). Running cover keeps the version it was sold under.',
})
export class MaintenancePlan {
  @Field(() => ID, { description: 'The same for all versions of the plan.' })
  id!: string;

  @Field(() => String, { description: 'The name it is sold by.' })
  name!: string;

  @Field(() => Int, { description: 'Counted from 1.' })
  version!: number;

  @Field(() => DateScalar, { description: 'The first day on which this version holds.' })
  effectiveOn!: string;

  @Field(() => VersionGate, { description: 'What decides which versions are entitled (M6).' })
  versionGate!: VersionGate;

  @Field(() => UpgradeScope, {
    nullable: true,
    description: 'Null where the plan entitles to every release.',
  })
  upgrades!: UpgradeScope | null;

  @Field(() => Boolean, {
    description: 'Whether a license moves to another machine only with active maintenance (M7).',
  })
  movingNeedsCover!: boolean;

  @Field(() => CoverTerms, {
    nullable: true,
    description: 'Null where the plan sells no cover, only units of support.',
  })
  cover!: CoverTerms | null;

  @Field(() => SupportTerms, { description: 'What support it gives, and to whom.' })
  support!: SupportTerms;

  @Field(() => ReleaseAudience, { description: 'Who is mailed when a release is published (M11).' })
  releaseMailTo!: ReleaseAudience;

  @Field(() => ValidationTerms, { nullable: true, description: 'Null where the product never validates.' })
  validation!: ValidationTerms | null;
}
