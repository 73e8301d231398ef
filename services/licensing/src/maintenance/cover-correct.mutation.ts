import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { License } from '../license/license.type.js';
import { coverCorrect } from './cover-correct.js';
import type { CoverCorrectCode } from './cover-correct.rules.js';

export enum CoverCorrectionKind {
  ADD = 'ADD',
  MOVE = 'MOVE',
  REMOVE = 'REMOVE',
}
registerEnumType(CoverCorrectionKind, {
  name: 'CoverCorrectionKind',
  description: 'What is put right about a period of cover.',
  valuesConfig: {
    ADD: { description: 'A period is missing: takes `subjectId`, `startsOn` and `expiresOn`.' },
    MOVE: { description: 'Its days are wrong: takes `periodId`, and `startsOn`, `expiresOn` or both.' },
    REMOVE: { description: 'It should not be there: takes `periodId` alone.' },
  },
});

@InputType({ description: 'What is to be put right about the cover of a license, a site or a contract.' })
export class CoverCorrectInput extends MutationInput {
  @Field(() => CoverCorrectionKind, { description: 'Whether a period is added, moved or removed.' })
  kind!: CoverCorrectionKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Which period, as `CoveragePeriod.id` answered it; with ADD none.',
  })
  periodId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of a license, a site or a contract; with ADD alone.' })
  subjectId?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first covered day in the vendor's zone, from 1990 on. Null leaves it as it is.",
  })
  startsOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day without cover in the vendor's zone, up to 2200. Null leaves it as it is.",
  })
  expiresOn?: string | null;

  @Field(() => String, {
    description: '1 to 500 characters, kept for ever in the trail (domain, section 7); no personal data.',
  })
  reason!: string;
}

export const CoverCorrectUserError = makeUserError<CoverCorrectCode>('CoverCorrect', {
  CORRECTION_UNCLEAR: 'What is given does not fit the kind of correction.',
  DAYS_INVALID: 'The period would end before it starts, or lies outside 1990 to 2200.',
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  PERIOD_NOT_FOUND: 'The viewer sees no such period.',
  SUBJECT_NOT_FOUND: 'The viewer sees no such license, site or contract.',
  SUBJECT_NOT_COVERED: 'The plan of that day sells no cover for such a subject.',
  NOTHING_CHANGED: 'The period has these days already.',
  COVER_OVERLAPS: 'Another period of the same subject covers some of the days; the facts name it.',
});

@ObjectType({ description: 'What became of `coverCorrect`.' })
export class CoverCorrectPayload {
  @Field(() => ID, {
    nullable: true,
    description: 'The period that was added, moved or removed; null where it was refused.',
  })
  periodId!: string | null;

  @Field(() => [License], {
    nullable: true,
    description:
      'The first 100 licenses, by id, that the subject covers or ever covered; null where it was refused.',
  })
  licenses!: License[] | null;

  @Field(() => [CoverCorrectUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class CoverCorrectMutation {
  @Mutation(() => CoverCorrectPayload, {
    description:
      'Puts right what covers a license, a site or a contract. Periods of one subject never overlap; entitlement follows at once (M6). Administrators alone.',
  })
  coverCorrect(
    @Arg('input', () => CoverCorrectInput, { description: 'Which period, what about it, and why.' })
    input: CoverCorrectInput,
    @Ctx() { mutations, licenses }: LicensingContext,
  ) {
    return mutations.act(coverCorrect, input, async ({ periodId = null, subjectId = '' }) => ({
      periodId,
      licenses: await licenses.coveredBy(subjectId),
    }));
  }
}
