import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum PackKind {
  LICENSE = 'LICENSE',
  SITE = 'SITE',
}
registerEnumType(PackKind, {
  name: 'PackKind',
  description: 'What a unit of maintenance is for (M4).',
  valuesConfig: {
    LICENSE: { description: 'One license.' },
    SITE: { description: 'A site, with every license of the product that is a member.' },
  },
});

export enum MaintenanceCodeState {
  UNUSED = 'UNUSED',
  ASSOCIATED = 'ASSOCIATED',
  VOID = 'VOID',
}
registerEnumType(MaintenanceCodeState, {
  name: 'MaintenanceCodeState',
  description: 'Where a unit of maintenance stands.',
  valuesConfig: {
    UNUSED: {
      description: 'It can be associated, now or later: it covers from its purchase day all the same.',
    },
    ASSOCIATED: { description: 'It covers a license or a site.' },
    VOID: { description: 'It was paid back, and is of no use any more (B5).' },
  },
});

@ObjectType({ description: 'That a unit of maintenance covers a license or a site.' })
export class MaintenanceAssociation {
  @Field(() => ID, { description: 'Opaque; what `maintenanceAssociationUndo` names.' })
  id!: string;

  @Field(() => Boolean, {
    description: 'Whether the pack was bought together with its license: then it cannot be undone (M4).',
  })
  bundled!: boolean;

  @Field(() => DateTimeScalar, {
    description:
      "When it was associated, by the tenant's clock; it can be undone for `undoHours` of the plan.",
  })
  associatedAt!: string;

  @Field(() => ID, { description: 'The license or the site.' })
  subjectId!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day that it covers; null once it was undone.',
  })
  startsOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day that it covers no more; null once it was undone.',
  })
  expiresOn!: string | null;
}

@ObjectType({ description: 'A bought unit of maintenance, a pack, to be associated once (M4).' })
export class MaintenanceCode {
  @Field(() => ID, { description: 'Opaque; what `maintenanceAssociate` names.' })
  id!: string;

  @Directive('@secret')
  @Field(() => String, { nullable: true, description: 'As it is printed and mailed, in groups of five.' })
  code!: string | null;

  @Field(() => PackKind, { description: 'What it can be associated with.' })
  kind!: PackKind;

  @Field(() => String, { description: 'How long it covers: an ISO 8601 period such as `P12M`.' })
  term!: string;

  @Field(() => DateScalar, {
    description:
      'Its purchase day: it covers from then, or from where cover ends that is there already (M4).',
  })
  purchasedOn!: string;

  @Field(() => MaintenanceCodeState, { description: 'Whether it can be used.' })
  state!: MaintenanceCodeState;
}

export const MaintenanceCodeConnection = makeConnection('MaintenanceCode', MaintenanceCode);

@InputType({
  description:
    'Narrows a list of maintenance codes; conditions are joined by and, a null one narrows nothing.',
})
export class MaintenanceCodeFilter {
  @Field(() => MaintenanceCodeState, { nullable: true, description: 'In this state now.' })
  state?: MaintenanceCodeState | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Owned by this account. One that the viewer may not see matches nothing.',
  })
  accountId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this product.' })
  productId?: string | null;
}

@InputType({ description: 'One code with the license or the site that it is to cover.' })
export class MaintenancePair {
  @Field(() => ID, { description: 'Which code, as `MaintenanceCode.id` answered it.' })
  maintenanceCodeId!: string;

  @Field(() => ID, { nullable: true, description: 'Which license; exactly one of this and `siteId`.' })
  licenseId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which site, for a site pack.' })
  siteId?: string | null;
}
