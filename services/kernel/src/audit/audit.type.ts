import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '../graph/connection.js';
import { DateScalar, DateTimeScalar } from '../graph/scalars.js';

export enum ActorKind {
  MEMBERSHIP = 'MEMBERSHIP',
  KEY = 'KEY',
  PRODUCT = 'PRODUCT',
  OPERATOR = 'OPERATOR',
  JOB = 'JOB',
}
registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'What kind of somebody acted.',
  valuesConfig: {
    MEMBERSHIP: { description: 'A user, under the membership that `actorId` names.' },
    KEY: { description: 'A system, by the API key that `actorId` names.' },
    PRODUCT: { description: 'A running product, by the license that `actorId` names.' },
    OPERATOR: { description: 'The operator of the installation, whom `actorId` and `userId` name.' },
    JOB: { description: 'Work of the house that fell due; `actorId` names the job.' },
  },
});

@Directive('@shareable')
@ObjectType({ description: 'One thing that an act changed.' })
export class AuditChange {
  @Field(() => ID, { description: 'The object that was changed.' })
  objectId!: string;

  @Field(() => String, { description: 'Which property, e.g. `expiresOn`.' })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The value before, as text. Null where there was none, and where it is withheld.',
  })
  from!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The value after, as text. Null where there is none, and where it is withheld.',
  })
  to!: string | null;

  @Field(() => Boolean, {
    description: 'Whether the values are secret or personal, and so not kept here: the trail outlives them.',
  })
  withheld!: boolean;
}

@Directive('@shareable')
@ObjectType({ description: 'The decision that allowed an act, where a policy had a say (M13).' })
export class AuditDecision {
  @Field(() => Int, { description: 'Of the maintenance plan that decided.' })
  policyVersion!: number;

  @Field(() => [String], {
    description: 'Codes of rules that warned and did not refuse; empty where none did.',
  })
  warnings!: string[];
}

@Directive('@shareable')
@ObjectType({
  description: 'Who did what, for whom, when, why, and what it changed. Nobody can alter an entry.',
})
export class AuditEntry {
  @Field(() => ID, { description: 'Opaque; made in the transaction of the change.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: "By the tenant's clock, which a sandbox moves." })
  actedAt!: string;

  @Field(() => DateTimeScalar, { description: 'By the real clock; entries are listed by it.' })
  recordedAt!: string;

  @Field(() => String, { description: 'The mutation or job, e.g. `contactCreate`.' })
  act!: string;

  @Field(() => ActorKind, { description: 'Whether a user, a system or a job acted.' })
  actorKind!: ActorKind;

  @Field(() => ID, { description: 'The membership, the API key or the name of the job.' })
  actorId!: string;

  @Field(() => ID, { nullable: true, description: 'The user behind the membership; null for keys and jobs.' })
  userId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'For which account; null where it was for the vendor itself.',
  })
  accountId!: string | null;

  @Field(() => [ID], { description: 'Every object that it made, changed or told of.' })
  objectIds!: string[];

  @Field(() => String, { nullable: true, description: 'As it was given; null where the act asks for none.' })
  reason!: string | null;

  @Field(() => AuditDecision, {
    nullable: true,
    description: 'What the policy decided; null where none had a say.',
  })
  decision!: AuditDecision | null;

  @Field(() => [AuditChange], { description: 'What it changed, field by field.' })
  changes!: AuditChange[];
}

/** Each service answers its own part of the trail, as the same type. */
export const AuditEntryConnection = makeConnection('AuditEntry', AuditEntry, { shareable: true });

@InputType({
  description: 'Narrows the trail; conditions are joined by and, a null one narrows nothing.',
})
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: 'Entries that name this object.' })
  objectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this membership, API key or job.' })
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this user, whatever memberships it acted under.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this account.' })
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this mutation or job, e.g. `contactCreate`.' })
  act?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Acted on this day or later, in the vendor's zone and by its clock.",
  })
  from?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Acted before this day began; one day is `from` and the day after.',
  })
  until?: string | null;
}
