import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import { ValidationReason } from './activation.type.js';

export enum LicenseFileKind {
  ONLINE = 'ONLINE',
  MANUAL = 'MANUAL',
  OFFLINE = 'OFFLINE',
}
registerEnumType(LicenseFileKind, {
  name: 'LicenseFileKind',
  description: 'By which way a signed file comes to its machine; how long it lasts follows from it.',
  valuesConfig: {
    ONLINE: {
      description: 'Fetched by the running product; lasts as long as the plan says between validations.',
    },
    MANUAL: { description: 'Carried by a person; lasts as long as the plan says of such files.' },
    OFFLINE: { description: 'Answers a request code, and is of use to that request alone; lasts as MANUAL.' },
  },
});

@ObjectType({
  description:
    'A signed file that a product reads without a network (`@mainstay/sdk/offline`). It names days only, and does not follow cover (M9).',
})
export class LicenseFile {
  @Field(() => ID, { description: 'Opaque; what the trail names.' })
  id!: string;

  @Field(() => LicenseFileKind, { description: 'By which way it comes to its machine.' })
  kind!: LicenseFileKind;

  @Field(() => ID, { description: 'The machine that it is for; no other takes it.' })
  activationId!: string;

  @Field(() => ID, { description: 'The key that signed it, one of `Vendor.licenseKeys`.' })
  signingKeyId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was signed.' })
  issuedAt!: string;

  @Field(() => String, { description: 'The file itself: one line of ASCII, at most 4,000 characters.' })
  text!: string;
}

@ObjectType({ description: 'A key by which the vendor signs license files, or signed them once.' })
export class LicenseKey {
  @Field(() => ID, { description: 'As files name it.' })
  id!: string;

  @Field(() => String, { description: 'Ed25519, 32 bytes as base64url: what is built into a product.' })
  publicKey!: string;

  @Field(() => DateTimeScalar, { description: 'Since when it signs.' })
  createdAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When another key took over; what it had signed stays good. Null for the one that signs.',
  })
  retiredAt!: string | null;
}

export enum ValidationWarning {
  COVER_LAPSED = 'COVER_LAPSED',
  VERSION_YANKED = 'VERSION_YANKED',
}
registerEnumType(ValidationWarning, {
  name: 'ValidationWarning',
  description: 'What a running product may tell its user; it stops nothing.',
  valuesConfig: {
    COVER_LAPSED: {
      description: 'Maintenance has ended: what is entitled runs on, newer releases do not (M6).',
    },
    VERSION_YANKED: { description: 'The version was withdrawn: another one is better taken (M6).' },
  },
});

export enum ValidationConsequence {
  STOP = 'STOP',
  REFUSE_CONNECTIONS = 'REFUSE_CONNECTIONS',
  WARN = 'WARN',
}
registerEnumType(ValidationConsequence, {
  name: 'ValidationConsequence',
  description: 'What a product does that was not validated again in time; it carries it out itself (M9).',
  valuesConfig: {
    STOP: { description: 'It ends.' },
    REFUSE_CONNECTIONS: { description: 'It runs on and lets nobody in.' },
    WARN: { description: 'It tells its user.' },
  },
});

@ObjectType({
  description: 'Whether a running product may run as it does, and until when it knows so by itself (M9).',
})
export class LicenseValidation {
  @Field(() => Boolean, { description: 'Whether this version may run on this machine now.' })
  valid!: boolean;

  @Field(() => ValidationReason, {
    nullable: true,
    description: 'The leading reason why not; null where it may.',
  })
  reason!: ValidationReason | null;

  @Field(() => [ValidationReason], {
    description: 'All of them, in order of precedence; empty where it may.',
  })
  reasons!: readonly ValidationReason[];

  @Field(() => [ValidationWarning], {
    description: 'What its user may be told although it is valid, or besides.',
  })
  warnings!: readonly ValidationWarning[];

  @Field(() => String, {
    nullable: true,
    description: 'The newest entitled version by Semantic Versioning; null where there is none.',
  })
  newestVersion!: string | null;

  @Field(() => Boolean, { description: 'Whether maintenance is active today.' })
  coverActive!: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day of the cover that runs; null where none does.',
  })
  coverStartsOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day without cover, perhaps long past; null where there never was any.',
  })
  coverExpiresOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The last day on which to validate again. Null where the plan asks for none, and without a file.',
  })
  validateBy!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'From which day on the consequence is carried out if it was not validated again; null as `validateBy`.',
  })
  consequenceOn!: string | null;

  @Field(() => ValidationConsequence, { nullable: true, description: 'What that is; null as `validateBy`.' })
  consequence!: ValidationConsequence | null;

  @Field(() => String, {
    nullable: true,
    description:
      'To be kept for days without a network. Given where license and machine are good, whatever the version; null otherwise.',
  })
  file!: string | null;
}
