import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum ActivationEndedBy {
  DEACTIVATED = 'DEACTIVATED',
  MOVED = 'MOVED',
}
registerEnumType(ActivationEndedBy, {
  name: 'ActivationEndedBy',
  description: 'How a machine gave up its seat.',
  valuesConfig: {
    DEACTIVATED: { description: 'By `activationEnd`: the seat is free.' },
    MOVED: { description: 'By `activationMove`: another machine has its seat.' },
  },
});

export enum ValidationReason {
  CODE_UNKNOWN = 'CODE_UNKNOWN',
  LICENSE_REVOKED = 'LICENSE_REVOKED',
  LICENSE_SUSPENDED = 'LICENSE_SUSPENDED',
  MACHINE_NOT_ACTIVATED = 'MACHINE_NOT_ACTIVATED',
  TOO_MANY_MACHINES = 'TOO_MANY_MACHINES',
  VERSION_UNKNOWN = 'VERSION_UNKNOWN',
  VERSION_AFTER_CUTOFF = 'VERSION_AFTER_CUTOFF',
  UPGRADE_NOT_INCLUDED = 'UPGRADE_NOT_INCLUDED',
  PRERELEASE_NOT_OPTED_IN = 'PRERELEASE_NOT_OPTED_IN',
}
registerEnumType(ValidationReason, {
  name: 'ValidationReason',
  description: 'Why a running product may not run as it does, in order of precedence (M9).',
  valuesConfig: {
    CODE_UNKNOWN: {
      description: 'The product has no license with this code or serial; nothing else is looked at.',
    },
    LICENSE_REVOKED: { description: 'The license ended for good, e.g. by a refund.' },
    LICENSE_SUSPENDED: { description: 'The license is stopped until something is made good.' },
    MACHINE_NOT_ACTIVATED: { description: 'The machine has no seat: `licenseActivate` takes one.' },
    TOO_MANY_MACHINES: {
      description:
        'More machines run it than it has seats: this one has none left, or came after the last of them.',
    },
    VERSION_UNKNOWN: { description: "No such release is published, by the vendor's clock." },
    VERSION_AFTER_CUTOFF: { description: 'Released after what purchase and cover entitle to (M6).' },
    UPGRADE_NOT_INCLUDED: { description: 'A major version that its cover did not include (M6).' },
    PRERELEASE_NOT_OPTED_IN: { description: 'A pre-release, and the owner has not opted in to them (M6).' },
  },
});

@ObjectType({
  description:
    'One use of a license on one machine, known by its fingerprint, until it is deactivated or moved.',
})
export class Activation {
  @Field(() => ID, { description: 'Opaque; what `activationEnd`, `activationMove` and the trail name.' })
  id!: string;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description:
      'What stands for the fingerprint, which is not kept itself: 16 symbols, the same that license files carry. Null for an analyst.',
  })
  machineKey!: string | null;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description:
      'As the machine or its user calls it, 1 to 200 characters; null where nobody did, and for an analyst.',
  })
  name!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The version that it ran when it was activated or last validated; null where it told none.',
  })
  versionSeen!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it took its seat.' })
  activatedAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it gave up its seat; null while it has one.',
  })
  deactivatedAt!: string | null;

  @Field(() => ActivationEndedBy, {
    nullable: true,
    description: 'How it gave up its seat; null while it has one.',
  })
  endedBy!: ActivationEndedBy | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it last asked `licenseValidate`; null before the first.',
  })
  lastValidatedAt!: string | null;
}

export const ActivationConnection = makeConnection('Activation', Activation);

@ObjectType({
  description:
    'What a running product asked by `licenseValidate`, and what it was told: its own trail, kept as it was.',
})
export class Validation {
  @Field(() => ID, { description: 'Opaque; sorts by time.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The machine; null for one that had no seat.' })
  activationId!: string | null;

  @Field(() => String, { description: 'The version that it ran.' })
  version!: string;

  @Field(() => DateTimeScalar, { description: "When, by the vendor's clock." })
  validatedAt!: string;

  @Field(() => Boolean, { description: 'Whether it might run as it did, by what was known then.' })
  valid!: boolean;

  @Field(() => [ValidationReason], { description: 'Why not, in order of precedence; empty where it might.' })
  reasons!: readonly ValidationReason[];

  @Field(() => Int, { description: 'Of the plan that decided (M13).' })
  policyVersion!: number;
}

export const ValidationConnection = makeConnection('Validation', Validation);

@InputType({
  description:
    'A license as a running product knows it: by its product, and by exactly one of code and serial. It stands for a credential.',
})
export class PresentedLicense {
  @Field(() => ID, { description: 'Built into the product: `Product.id`.' })
  productId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The activation code, in any case, with or without dashes.',
  })
  code?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The serial of the hardware key, at most 100 characters.',
  })
  serial?: string | null;
}
