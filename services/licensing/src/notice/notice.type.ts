import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import { QuoteAttachment } from '../maintenance/plan-words.type.js';

export enum NoticeState {
  PLANNED = 'PLANNED',
  SENT = 'SENT',
  SKIPPED = 'SKIPPED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(NoticeState, {
  name: 'NoticeState',
  description: 'What became of a notice so far (M8).',
  valuesConfig: {
    PLANNED: { description: 'It goes when it is due, unless something changes before.' },
    SENT: {
      description:
        'Its mails were written; it never goes again for that end and offset, also if the end comes back.',
    },
    SKIPPED: { description: 'Its instant has come and it did not go; the reason says why.' },
    WITHDRAWN: {
      description: 'Taken back before its instant came; planned again where what it tells of comes back.',
    },
  },
});

export enum NoticeReason {
  BEFORE_COVER = 'BEFORE_COVER',
  NEARER_ONE_WENT = 'NEARER_ONE_WENT',
  RENEWED = 'RENEWED',
  COVER_MOVED = 'COVER_MOVED',
  COVER_OVER = 'COVER_OVER',
  PLAN_DIFFERS = 'PLAN_DIFFERS',
  LICENSE_REVOKED = 'LICENSE_REVOKED',
  LICENSE_SUSPENDED = 'LICENSE_SUSPENDED',
  NOBODY_TO_TELL = 'NOBODY_TO_TELL',
}
registerEnumType(NoticeReason, {
  name: 'NoticeReason',
  description: 'Why a notice does not go (M8).',
  valuesConfig: {
    BEFORE_COVER: { description: 'It would fall before the cover starts whose end it tells of.' },
    NEARER_ONE_WENT: { description: 'Its day had passed, and one nearer to the end is the one that goes.' },
    RENEWED: { description: 'Cover goes on beyond that end.' },
    COVER_MOVED: { description: 'Cover does not end on that day any more.' },
    COVER_OVER: { description: 'It was missed, and cover has ended.' },
    PLAN_DIFFERS: { description: 'The version of the plan that the cover is under now has no such notice.' },
    LICENSE_REVOKED: { description: 'The license was ended for good.' },
    LICENSE_SUSPENDED: {
      description:
        'The license may not be used; reinstated, it has its notices again, the nearest missed one at once.',
    },
    NOBODY_TO_TELL: {
      description:
        'Neither the owner nor its reseller of record had a contact; it goes once there is one, if cover runs.',
    },
  },
});

@ObjectType({
  description:
    'That cover is about to end, told by mail to the owner and its reseller of record: once for one license, end and offset (M8).',
})
export class Notice {
  @Field(() => ID, { description: 'Opaque; what the trail and the event `notice.due` name.' })
  id!: string;

  @Field(() => DateScalar, { description: "The first day without cover, in the vendor's zone." })
  expiresOn!: string;

  @Field(() => String, {
    description:
      "How long before that day, as an ISO 8601 period in days or months: a plan's `P1Y` reads `P12M`.",
  })
  before!: string;

  @Field(() => DateTimeScalar, {
    description:
      "09:00 in the vendor's zone on the day that the offset names. One whose instant had passed when it became known goes at once; `decidedAt` tells when.",
  })
  dueAt!: string;

  @Field(() => NoticeState, { description: 'What became of it, by what is known now.' })
  state!: NoticeState;

  @Field(() => NoticeReason, {
    nullable: true,
    description: 'Why it does not go; null for one that goes or went.',
  })
  reason!: NoticeReason | null;

  @Field(() => QuoteAttachment, { description: 'Whether a renewal quote belongs to it, by the plan.' })
  quote!: QuoteAttachment;

  @Field(() => Int, {
    description: 'The version of the plan that the cover was sold under, which plans it (M15).',
  })
  planVersion!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was sent, skipped or withdrawn; null while it is planned.',
  })
  decidedAt!: string | null;
}

export const NoticeConnection = makeConnection('Notice', Notice);
