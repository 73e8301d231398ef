import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '@mainstay/kernel/graph/scalars';

export enum CoverSubject {
  LICENSE = 'LICENSE',
  SITE = 'SITE',
  CONTRACT = 'CONTRACT',
}
registerEnumType(CoverSubject, {
  name: 'CoverSubject',
  description: 'What a period of cover was bought for.',
  valuesConfig: {
    LICENSE: { description: 'The license itself.' },
    SITE: { description: 'A site, whose licenses of the product are covered while they are members.' },
    CONTRACT: {
      description: 'A maintenance contract, whose licenses are covered while they are lines of it.',
    },
  },
});

@ObjectType({
  description:
    'Days of cover from one source. Half-open: the first day is covered, the last named one is not.',
})
export class CoveragePeriod {
  @Field(() => ID, { description: 'The id of the period of its subject; two licenses of one site share it.' })
  id!: string;

  @Field(() => CoverSubject, { description: 'Where these days of cover come from.' })
  source!: CoverSubject;

  @Field(() => DateScalar, {
    description:
      "The first covered day in the vendor's zone; not before the license joined the site or contract.",
  })
  startsOn!: string;

  @Field(() => DateScalar, {
    description:
      "The first day without cover in the vendor's zone; not after the license left the site or contract.",
  })
  expiresOn!: string;
}

@ObjectType({
  description:
    "Effective cover of a license as of a day: its own periods, its site's while a member and its contract's while a line, taken together (M14).",
})
export class Coverage {
  @Field(() => DateScalar, { description: "The day asked for; today in the vendor's zone unless told." })
  asOf!: string;

  @Field(() => Boolean, { description: 'Whether that day is covered.' })
  active!: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The first day of the unbroken cover that holds the day asked for; null where it is not covered.',
  })
  startsOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The first day without cover after the last period begun by that day; may lie in the past. Null where no cover had begun.',
  })
  expiresOn!: string | null;

  @Field(() => [CoveragePeriod], {
    description:
      'All periods known today, coming ones too, by first day. They may overlap, as sources differ.',
  })
  periods!: CoveragePeriod[];
}
