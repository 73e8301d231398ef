import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { MaintenanceAssociateUserError } from './maintenance-associate.mutation.js';

export enum AssociateWarning {
  STACKED = 'STACKED',
  OTHERS_UNCOVERED = 'OTHERS_UNCOVERED',
  DAYS_LOST = 'DAYS_LOST',
  DOUBLED = 'DOUBLED',
  OVER_ALREADY = 'OVER_ALREADY',
}
registerEnumType(AssociateWarning, {
  name: 'AssociateWarning',
  description: 'What should be known before a pack is used; none of it refuses (M4).',
  valuesConfig: {
    STACKED: { description: 'There is cover already, and the pack begins only behind it.' },
    OTHERS_UNCOVERED: {
      description:
        'It is stacked while other licenses of that customer and product would still have no cover: `uncoveredLicenses` names them.',
    },
    DAYS_LOST: { description: 'It covers from a day that is past: those days help nobody any more.' },
    DOUBLED: { description: 'On some days licenses of the site have cover of their own.' },
    OVER_ALREADY: { description: 'Its last day is past. It is refused, unless that is accepted.' },
  },
});

@ObjectType({ description: 'What one pair of a code with a license or a site would come to.' })
export class AssociatePreviewPair {
  @Field(() => ID, {
    nullable: true,
    description: 'What would be covered, a license or a site; null where the pair is refused.',
  })
  subjectId!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day that it would cover; null where the pair is refused for what it names.',
  })
  startsOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day that it would cover no more.' })
  expiresOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Where the cover ends that it would lie behind; null where it lies behind none.',
  })
  stacksOn!: string | null;

  @Field(() => Int, { description: 'How many of its days are past already; 0 where none are.' })
  daysLost!: number;

  @Field(() => Int, {
    description: 'Of a site: days of license cover that it doubles, each license by itself; else 0.',
  })
  doubledDays!: number;

  @Field(() => [AssociateWarning], { description: 'What should be known before; empty where nothing.' })
  warnings!: readonly AssociateWarning[];

  @Field(() => [MaintenanceAssociateUserError], {
    description: 'Why `maintenanceAssociate` would refuse the list because of this pair; empty where not.',
  })
  userErrors!: readonly CodedError[];
}

@ObjectType({ description: 'What `maintenanceAssociate` would do with a list. Nothing is done.' })
export class AssociatePreview {
  @Field(() => [AssociatePreviewPair], {
    description: 'One for each pair, in the order in which they were asked; empty where the list is refused.',
  })
  pairs!: readonly AssociatePreviewPair[];

  @Field(() => [MaintenanceAssociateUserError], {
    description: 'Why the list as a whole would be refused, whatever its pairs; empty where not.',
  })
  userErrors!: readonly CodedError[];
}
