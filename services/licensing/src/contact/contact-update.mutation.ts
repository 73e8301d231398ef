import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { contactUpdate } from './contact-update.js';
import type { ContactUpdateCode } from './contact-update.rules.js';
import { Contact } from './contact.type.js';

@InputType({ description: 'What is to change about a contact. What is left out or null stays as it is.' })
export class ContactUpdateInput extends MutationInput {
  @Field(() => ID, { description: 'Who, as `Contact.id` answered it.' })
  contactId!: string;

  @Field(() => String, { nullable: true, description: '1 to 200 characters; a name cannot be removed.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At most 254 characters, once an account; an address cannot be removed.',
  })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At most 50 characters. An empty one is refused: `removePhone` takes it away.',
  })
  phone?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True takes the phone number away, and goes with no `phone`. False and null say nothing.',
  })
  removePhone?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "1 to 500 characters, kept for ever in the trail and so without name, address or number. Required of the vendor's administrators and agents (domain, section 7).",
  })
  reason?: string | null;
}

export const ContactUpdateUserError = makeUserError<ContactUpdateCode>('ContactUpdate', {
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  EMAIL_INVALID: 'The address is none, or longer than 254 characters.',
  PHONE_INVALID: 'The phone number is empty, holds letters or no digit, or more than 50 characters.',
  PHONE_UNCLEAR: 'A phone number is given and to be removed.',
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  REASON_REQUIRED: "The vendor's staff gave no reason.",
  CONTACT_NOT_FOUND: 'The viewer sees no such contact, or it was erased.',
  REASON_PERSONAL: 'The reason holds the name, address or number of the contact.',
  EMAIL_TAKEN: 'Somebody else at the account has this address.',
  NOTHING_CHANGED: 'The contact reads so already.',
});

@ObjectType({ description: 'What became of `contactUpdate`.' })
export class ContactUpdatePayload {
  @Field(() => Contact, {
    nullable: true,
    description:
      'The contact as it reads now; null where it was refused, and where the same key asks again after an erasure.',
  })
  contact!: Contact | null;

  @Field(() => [ContactUpdateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ContactUpdateMutation {
  @Mutation(() => ContactUpdatePayload, {
    description:
      'Changes how a person is written down; the trail says which fields, never what they read. Administrators, agents, resellers, customers and keys with `licensing:write`.',
  })
  contactUpdate(
    @Arg('input', () => ContactUpdateInput, { description: 'Who, and what is new.' })
    input: ContactUpdateInput,
    @Ctx() { mutations, contacts }: LicensingContext,
  ) {
    return mutations.act(contactUpdate, input, async ({ contactId = '' }) => ({
      contact: await contacts.byId(contactId),
    }));
  }
}
