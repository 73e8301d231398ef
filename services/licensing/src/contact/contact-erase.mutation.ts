import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { Account } from '../account/account.type.js';
import type { LicensingContext } from '../context.js';
import { contactErase } from './contact-erase.js';
import type { ContactEraseCode } from './contact-erase.rules.js';

@InputType({ description: 'Who is to be forgotten, and why.' })
export class ContactEraseInput extends MutationInput {
  @Field(() => ID, { description: 'Who, as `Contact.id` answered it.' })
  contactId!: string;

  @Field(() => String, {
    description:
      '1 to 500 characters, e.g. `left the company`. Kept for ever in the trail, and so without name, address or number of the person.',
  })
  reason!: string;
}

export const ContactEraseUserError = makeUserError<ContactEraseCode>('ContactErase', {
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  CONTACT_NOT_FOUND: 'The viewer sees no such contact, or it was erased before.',
  REASON_PERSONAL: 'The reason holds the name, address or number of the contact.',
});

@ObjectType({ description: 'What became of `contactErase`.' })
export class ContactErasePayload {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id that nobody is found by any more and that trail and events go on naming; null where it was refused.',
  })
  erasedContactId!: string | null;

  @Field(() => Account, {
    nullable: true,
    description: 'Whose person it was; null where it was refused.',
  })
  account!: Account | null;

  @Field(() => [ContactEraseUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ContactEraseMutation {
  @Mutation(() => ContactErasePayload, {
    description:
      'Forgets a person who left: name, address and number are gone for good, and the trail says that it was done and why (domain, section 7). Administrators, agents, resellers, customers and keys with `licensing:write`.',
  })
  contactErase(
    @Arg('input', () => ContactEraseInput, { description: 'Who, and why.' }) input: ContactEraseInput,
    @Ctx() { mutations, accounts }: LicensingContext,
  ) {
    return mutations.act(contactErase, input, async ({ contactId = '', accountId = '' }) => ({
      ...{ erasedContactId: contactId, account: await accounts.byId(accountId) },
    }));
  }
}
