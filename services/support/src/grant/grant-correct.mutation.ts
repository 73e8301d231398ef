import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import type { SupportContext } from '../context.js';
import { grantCorrect } from './grant-correct.js';
import type { GrantCorrectCode } from './grant-correct.rules.js';
import { SupportGrant } from './grant.type.js';

export enum GrantCorrectionKind {
  ADJUST_UNITS = 'ADJUST_UNITS',
  MOVE_EXPIRY = 'MOVE_EXPIRY',
}
registerEnumType(GrantCorrectionKind, {
  name: 'GrantCorrectionKind',
  description: 'What is put right about a lot of support units.',
  valuesConfig: {
    ADJUST_UNITS: { description: 'It holds too many or too few: takes `units` alone.' },
    MOVE_EXPIRY: { description: 'It ends on the wrong day: takes `expiresOn` alone.' },
  },
});

@InputType({ description: 'What is to be put right about a lot of support units.' })
export class GrantCorrectInput extends MutationInput {
  @Field(() => ID, { description: 'Which lot, as `SupportGrant.id` answered it.' })
  grantId!: string;

  @Field(() => GrantCorrectionKind, { description: 'Whether its units or its day is wrong.' })
  kind!: GrantCorrectionKind;

  @Field(() => Int, {
    nullable: true,
    description: 'With ADJUST_UNITS: -1,000 to 1,000 and not 0, added to what is left; negative takes away.',
  })
  units?: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "With MOVE_EXPIRY: the first day in the vendor's zone on which the lot is to be unusable, after today and up to 2200.",
  })
  expiresOn?: string | null;

  @Field(() => String, {
    description:
      '1 to 500 characters, kept for ever in the ledger, where the account and its reseller read it, and in the trail; no personal data.',
  })
  reason!: string;
}

export const GrantCorrectUserError = makeUserError<GrantCorrectCode>('GrantCorrect', {
  CORRECTION_UNCLEAR: 'What is given does not fit the kind of correction.',
  UNITS_INVALID: 'The units are 0 or more than 1,000 either way.',
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  GRANT_NOT_FOUND: 'The viewer sees no such lot.',
  GRANT_EXPIRED: 'The lot has expired: what was left of it is gone. The facts name its day.',
  UNITS_NOT_LEFT: 'More would be taken than is left; the facts say how much that is, and what is reserved.',
  NOTHING_CHANGED: 'The lot expires on this day already.',
  EXPIRY_INVALID: 'The day is not after today, or lies after 2200.',
});

@ObjectType({ description: 'What became of `grantCorrect`.' })
export class GrantCorrectPayload {
  @Field(() => SupportGrant, {
    nullable: true,
    description: 'The lot as it is now; null where it was refused.',
  })
  grant!: SupportGrant | null;

  @Field(() => [GrantCorrectUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class GrantCorrectMutation {
  @Mutation(() => GrantCorrectPayload, {
    description:
      'Puts right how many units a lot has left, or when it expires. Never below what is reserved or used, and not once it has expired (S5). Administrators alone.',
  })
  grantCorrect(
    @Arg('input', () => GrantCorrectInput, { description: 'Which lot, what about it, and why.' })
    input: GrantCorrectInput,
    @Ctx() { mutations, grants }: SupportContext,
  ) {
    return mutations.act(grantCorrect, input, async ({ grantId = '' }) => ({
      grant: await grants.byId(grantId),
    }));
  }
}
