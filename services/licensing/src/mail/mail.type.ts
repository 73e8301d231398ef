import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum MailKind {
  NOTICE = 'NOTICE',
  RELEASE = 'RELEASE',
  ACTIVATION = 'ACTIVATION',
  PURCHASE = 'PURCHASE',
}
registerEnumType(MailKind, {
  name: 'MailKind',
  description: 'What a mail is about.',
  valuesConfig: {
    NOTICE: { description: 'Cover of licenses is about to end (M8).' },
    RELEASE: { description: 'A product has a new version (M11).' },
    ACTIVATION: { description: 'Licenses were bought; it tells their codes or serials (M2).' },
    PURCHASE: { description: 'Maintenance was bought: what it covers, or how it is associated (M8).' },
  },
});

export enum MailState {
  QUEUED = 'QUEUED',
  SENDING = 'SENDING',
  SENT = 'SENT',
  BOUNCED = 'BOUNCED',
  REFUSED = 'REFUSED',
  FAILED = 'FAILED',
}
registerEnumType(MailState, {
  name: 'MailState',
  description: 'What became of a mail so far.',
  valuesConfig: {
    QUEUED: { description: 'It waits to be sent for the first time, or again.' },
    SENDING: {
      description: 'A mail server is being asked; after a kill it goes again under the same Message-ID.',
    },
    SENT: { description: 'A mail server has accepted it.' },
    BOUNCED: { description: 'It came back after it had been accepted.' },
    REFUSED: { description: 'A mail server said for good that it does not take it.' },
    FAILED: { description: 'It is tried no more; the fault says why.' },
  },
});

export enum MailFault {
  LATER = 'LATER',
  AWAY = 'AWAY',
  REFUSED = 'REFUSED',
  CONTACT_GONE = 'CONTACT_GONE',
  CONTENT_GONE = 'CONTENT_GONE',
}
registerEnumType(MailFault, {
  name: 'MailFault',
  description:
    "What stood in a mail's way, in words of the house: what a server wrote may repeat the address.",
  valuesConfig: {
    LATER: { description: 'The server asked to try again (4xx), which is done for about two days.' },
    AWAY: { description: 'The server did not answer, or refused the sender; it is waited for.' },
    REFUSED: { description: 'The server refused recipient or text for good (5xx).' },
    CONTACT_GONE: { description: 'The contact was erased, or is of a former reseller.' },
    CONTENT_GONE: { description: 'Nothing is there any more of what it would tell.' },
  },
});

@ObjectType({
  description:
    'A mail of the house, with neither address nor text: those are read when it is sent and kept nowhere.',
})
export class Mail {
  @Field(() => ID, { description: 'Opaque; the left side of its Message-ID.' })
  id!: string;

  @Field(() => MailKind, { description: 'What it is about.' })
  kind!: MailKind;

  @Field(() => MailState, { description: 'What became of it so far.' })
  state!: MailState;

  @Field(() => ID, {
    description: 'To which contact of the account or of its reseller of record; perhaps erased since.',
  })
  contactId!: string;

  @Field(() => DateTimeScalar, { description: "When it fell due, by the tenant's clock." })
  dueAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it was written, by the real clock.' })
  queuedAt!: string;

  @Field(() => Int, { description: 'How often a server was asked to take it.' })
  attempts!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When a server accepted it, by the real clock; null unless one did.',
  })
  acceptedAt!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'What the server said last, as an SMTP code, e.g. 250 or 550; null where it said nothing.',
  })
  replyCode!: number | null;

  @Field(() => MailFault, {
    nullable: true,
    description: 'What stood in its way the last time; null where nothing did.',
  })
  fault!: MailFault | null;
}

export const MailConnection = makeConnection('Mail', Mail);

@InputType({
  description: 'Narrows the log of mails; conditions are joined by and, a null one narrows nothing.',
})
export class MailFilter {
  @Field(() => ID, { nullable: true, description: 'About matters of this account.' })
  accountId?: string | null;

  @Field(() => MailKind, { nullable: true, description: 'Of this kind alone.' })
  kind?: MailKind | null;

  @Field(() => MailState, { nullable: true, description: 'In this state alone.' })
  state?: MailState | null;
}
