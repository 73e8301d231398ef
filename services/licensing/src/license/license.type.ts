import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection, Node, OrderDirection } from '@mainstay/kernel/graph/connection';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum LicenseMetric {
  LICENSE = 'LICENSE',
  SERVER = 'SERVER',
  SITE = 'SITE',
  USERS = 'USERS',
  DEVICES = 'DEVICES',
}
registerEnumType(LicenseMetric, {
  name: 'LicenseMetric',
  description: 'What the quantity of a license counts.',
  valuesConfig: {
    LICENSE: { description: 'Copies.' },
    SERVER: { description: 'Servers that run the product.' },
    SITE: { description: 'Sites, each with all its servers.' },
    USERS: { description: 'Named users.' },
    DEVICES: { description: 'Devices that the product is used with.' },
  },
});

export enum LicenseStatus {
  ACTIVE = 'ACTIVE',
  REVOKED = 'REVOKED',
  SUSPENDED = 'SUSPENDED',
}
registerEnumType(LicenseStatus, {
  name: 'LicenseStatus',
  description: 'Whether the license may be used today. Lapsed maintenance ends no license (M6).',
  valuesConfig: {
    ACTIVE: { description: 'May be used, with or without maintenance.' },
    REVOKED: { description: 'Ended for good, e.g. by a refund.' },
    SUSPENDED: { description: 'Stopped until something is made good, e.g. a reversed payment.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description:
    'The perpetual right to run a product, known by an activation code or the serial of a hardware key.',
})
export class License extends Node {
  @Directive('@secret')
  @Field(() => String, {
    nullable: true,
    description:
      'Shown in groups, e.g. `XXXXX-XXXXX-XXXXX-XXXXX`. Null where a hardware key is used, and for an analyst, who sees no codes.',
  })
  activationCode!: string | null;

  @Directive('@secret')
  @Field(() => String, {
    nullable: true,
    description: 'Of the hardware key, as printed on it. Null where a code is used, and for an analyst.',
  })
  serial!: string | null;

  @Field(() => LicenseMetric, { description: 'What the quantity counts.' })
  metric!: LicenseMetric;

  @Field(() => Int, { description: 'How many of what the metric counts; at least 1.' })
  quantity!: number;

  @Field(() => LicenseStatus, { description: 'By what is known now, not as of some past day.' })
  status!: LicenseStatus;

  @Field(() => DateScalar, {
    description:
      "The civil day of purchase in the vendor's zone (M2); everything published up to its end is entitled for ever (M6).",
  })
  purchasedOn!: string;

  @Field(() => Boolean, {
    description: 'Whether the owner has opted in to be answered with pre-releases (M6).',
  })
  prereleases!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null unless the license is revoked.' })
  revokedAt!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Null for an active license; kept where a suspended one was revoked.',
  })
  suspendedAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the license was issued.' })
  createdAt!: string;
}

export const LicenseConnection = makeConnection('License', License);

@InputType({
  description: 'Narrows a list of licenses; conditions are joined by and, a null one narrows nothing.',
})
export class LicenseFilter {
  @Field(() => ID, { nullable: true, description: 'Owned by this account.' })
  accountId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this product.' })
  productId?: string | null;

  @Field(() => LicenseStatus, { nullable: true, description: 'In this state alone.' })
  status?: LicenseStatus | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Whose last known cover ends after this day; earlier gaps are not looked at.',
  })
  coveredOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Whose last known cover ends before this day. Licenses that never had cover are left out.',
  })
  coverEndsBefore?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With exactly this activation code, in any case, with or without dashes. BAD_USER_INPUT where it is mistyped; FORBIDDEN for an analyst, who sees no codes.',
  })
  code?: string | null;
}

export enum LicenseOrderField {
  COVERED_UNTIL = 'COVERED_UNTIL',
  PURCHASED_ON = 'PURCHASED_ON',
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(LicenseOrderField, {
  name: 'LicenseOrderField',
  description: 'What licenses are sorted by; where it ties, by id.',
  valuesConfig: {
    COVERED_UNTIL: {
      description:
        'The last known end of cover; licenses that never had any come last, whatever the direction.',
    },
    PURCHASED_ON: { description: 'The day of purchase.' },
    CREATED_AT: { description: 'When the license was issued.' },
  },
});

@InputType({ description: 'How a list of licenses is sorted.' })
export class LicenseOrder {
  @Field(() => LicenseOrderField, { description: 'What is compared.' })
  field!: LicenseOrderField;

  @Field(() => OrderDirection, { description: 'Which end comes first.' })
  direction!: OrderDirection;
}
