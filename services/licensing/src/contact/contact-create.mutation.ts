import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { contactCreate, type ContactCreateCode } from './contact-create.js';
import { Contact } from './contact.type.js';

@InputType({ description: 'A person to be written down at an account.' })
export class ContactCreateInput extends MutationInput {
  @Field(() => ID, { description: 'Whose person it is.' })
  accountId!: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  name!: string;

  @Field(() => String, { description: 'Where notices are sent; at most 254 characters, once an account.' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'As it is to be dialed; at most 50 characters.' })
  phone?: string | null;
}

export const ContactCreateUserError = makeUserError<ContactCreateCode>('ContactCreate', {
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  EMAIL_INVALID: 'The address is none, or longer than 254 characters.',
  PHONE_INVALID: 'The phone number holds letters or no digit, or more than 50 characters.',
  ACCOUNT_NOT_FOUND: 'The viewer sees no such account.',
  EMAIL_TAKEN: 'Somebody at the account has this address already.',
});

@ObjectType({ description: 'What became of `contactCreate`.' })
export class ContactCreatePayload {
  @Field(() => Contact, { nullable: true, description: 'The new contact; null where it was refused.' })
  contact!: Contact | null;

  @Field(() => [ContactCreateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ContactCreateMutation {
  @Mutation(() => ContactCreatePayload, {
    description:
      'Writes down a person at an account that the viewer may see. Administrators, agents, resellers, customers and keys with `licensing:write`.',
  })
  contactCreate(
    @Arg('input', () => ContactCreateInput, { description: 'Who, and where.' }) input: ContactCreateInput,
    @Ctx() { mutations, contacts }: LicensingContext,
  ) {
    return mutations.act(contactCreate, input, async ({ contactId = '' }) => ({
      contact: await contacts.byId(contactId),
    }));
  }
}
