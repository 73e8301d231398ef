import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { LicenseFile } from './license-file.type.js';
import { offlineAnswerCreate, type OfflineAnswerCode } from './offline-answer-create.js';

@InputType({ description: 'What a machine without a network shows, and by which license it is to run.' })
export class OfflineAnswerCreateInput extends MutationInput {
  @Field(() => ID, { description: 'Which license, as `License.id` answered it.' })
  licenseId!: string;

  @Field(() => String, {
    description: 'As the product shows it: 25 symbols, in any case, with or without dashes.',
  })
  requestCode!: string;

  @Field(() => String, { nullable: true, description: 'What the machine is called, 1 to 200 characters.' })
  name?: string | null;
}

export const OfflineAnswerCreateUserError = makeUserError<OfflineAnswerCode>('OfflineAnswerCreate', {
  REQUEST_INVALID: 'The request code is mistyped or none.',
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  LICENSE_NOT_FOUND: 'The viewer sees no such license.',
  LICENSE_REVOKED: 'The license was revoked, which is for good.',
  LICENSE_SUSPENDED: 'The license is suspended.',
  TOO_MANY_MACHINES: 'It runs on as many machines as it has seats; facts: machines, seats.',
  REQUEST_OUTDATED: 'It was answered once, and its machine has given up its seat since.',
});

@ObjectType({ description: 'What became of `offlineAnswerCreate`.' })
export class OfflineAnswerCreatePayload {
  @Field(() => LicenseFile, {
    nullable: true,
    description: 'The signed answer, to be carried to the machine; null where it was refused.',
  })
  answer!: LicenseFile | null;

  @Field(() => [OfflineAnswerCreateUserError], {
    description: 'Why it was refused; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class OfflineAnswerCreateMutation {
  @Mutation(() => OfflineAnswerCreatePayload, {
    description:
      'Answers a request code: the machine takes a seat if it has none, and the signed answer lasts as a file that is carried by hand (M9). The same request has the same answer, and none once its machine was moved. Counts as a use of the cover that runs (M4). Administrators, agents, the owner, its reseller of record and keys with `licensing:write`.',
  })
  offlineAnswerCreate(
    @Arg('input', () => OfflineAnswerCreateInput, { description: 'Which request, for which license.' })
    input: OfflineAnswerCreateInput,
    @Ctx() { mutations, issuing, licenseFiles }: LicensingContext,
  ) {
    return mutations.act(offlineAnswerCreate(issuing), input, async ({ fileId = '' }) => ({
      answer: await licenseFiles.byId(fileId),
    }));
  }
}
