import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { AssociateCode } from './associate.rules.js';
import type { UndoCode } from './association-undo.rules.js';
import { maintenanceAssociate } from './maintenance-associate.js';
import { maintenanceAssociationUndo } from './maintenance-association-undo.js';
import { MaintenanceCode, MaintenancePair } from './pack.type.js';

@InputType({ description: 'Which codes are to cover what. All of them are associated, or none.' })
export class MaintenanceAssociateInput extends MutationInput {
  @Field(() => [MaintenancePair], {
    description: '1 to 100 pairs, taken in the order of the purchase days of their codes, then of ids (M4).',
  })
  pairs!: MaintenancePair[];

  @Field(() => ID, {
    nullable: true,
    description: 'The customer that all of them are for; one that the viewer does not see is refused (M4).',
  })
  customerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True takes cover that would be over already; else it is refused as COVER_PAST.',
  })
  acceptPast?: boolean | null;
}

export const MaintenanceAssociateUserError = makeUserError<AssociateCode>('MaintenanceAssociate', {
  PAIRS_INVALID: 'The list is empty, longer than 100, names a code twice, or a pair is unclear.',
  CUSTOMER_NOT_FOUND: 'The viewer sees no such customer: its sales are to be told of it.',
  CODE_NOT_FOUND: 'The viewer sees no such code.',
  CODE_USED: 'The code is associated already.',
  CODE_VOID: 'The code was paid back.',
  SUBJECT_NOT_FOUND: 'The viewer sees no such license or site.',
  LICENSE_REVOKED: 'The license was revoked, and is used no more.',
  CUSTOMER_MISMATCH:
    'It is not of the owner of the code, of a customer of it, or of the customer that was named.',
  KIND_MISMATCH: 'A site pack is for a site, another for a license.',
  PRODUCT_MISMATCH: 'The code is for another product.',
  COVER_PAST: 'The cover would be over already, which was not accepted; the facts name its days.',
});

@ObjectType({ description: 'What became of `maintenanceAssociate`.' })
export class MaintenanceAssociatePayload {
  @Field(() => [MaintenanceCode], {
    nullable: true,
    description:
      'The codes with their associations, in the order in which they were taken; null where it was refused.',
  })
  maintenanceCodes!: MaintenanceCode[] | null;

  @Field(() => [MaintenanceAssociateUserError], {
    description: 'Why it was refused, for each pair its first fault; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@InputType({ description: 'Which association is to be taken back.' })
export class MaintenanceAssociationUndoInput extends MutationInput {
  @Field(() => ID, { description: 'As `MaintenanceAssociation.id` answered it.' })
  associationId!: string;
}

export const MaintenanceAssociationUndoUserError = makeUserError<UndoCode>('MaintenanceAssociationUndo', {
  ASSOCIATION_NOT_FOUND: 'The viewer sees no such association.',
  UNDONE_ALREADY: 'It was undone before.',
  BUNDLED: 'The pack was bought together with its license.',
  UNDO_LATE: "The hours of the plan are over; the facts name when, by the tenant's clock.",
  COVER_USED: 'A ticket, a move, a download, a password or an offline file needed that cover.',
});

@ObjectType({ description: 'What became of `maintenanceAssociationUndo`.' })
export class MaintenanceAssociationUndoPayload {
  @Field(() => MaintenanceCode, {
    nullable: true,
    description: 'The code, which can be used again; null where it was refused.',
  })
  maintenanceCode!: MaintenanceCode | null;

  @Field(() => [MaintenanceAssociationUndoUserError], {
    description: 'Why it was refused; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class MaintenanceAssociateMutation {
  @Mutation(() => MaintenanceAssociatePayload, {
    description:
      'Associates packs with licenses and sites of their product (M4): each covers from its purchase day, or from where the cover ends that is there. Administrators, the owner of the code, as a reseller also for its customers, and keys with `licensing:write`.',
  })
  maintenanceAssociate(
    @Arg('input', () => MaintenanceAssociateInput, { description: 'Which codes, and what they cover.' })
    input: MaintenanceAssociateInput,
    @Ctx() { mutations, packs }: LicensingContext,
  ) {
    return mutations.act(maintenanceAssociate, input, async (result) => ({
      maintenanceCodes: await packs.byAssociations(Object.values(result)),
    }));
  }

  @Mutation(() => MaintenanceAssociationUndoPayload, {
    description:
      'Takes a pack back from what it covers, within the hours of the plan and as long as nothing was given because of that cover; what lies behind it flows forward (M4). Who may associate may undo.',
  })
  maintenanceAssociationUndo(
    @Arg('input', () => MaintenanceAssociationUndoInput, { description: 'Which association.' })
    input: MaintenanceAssociationUndoInput,
    @Ctx() { mutations, packs }: LicensingContext,
  ) {
    return mutations.act(maintenanceAssociationUndo, input, async ({ maintenanceCodeId = '' }) => ({
      maintenanceCode: await packs.byId(maintenanceCodeId),
    }));
  }
}
