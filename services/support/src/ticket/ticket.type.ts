import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection, OrderDirection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export const TicketState = {
  OPEN: 'OPEN',
  WAITING_FOR_CUSTOMER: 'WAITING_FOR_CUSTOMER',
  RESOLVED: 'RESOLVED',
  CLOSED: 'CLOSED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
export type TicketState = keyof typeof TicketState;
registerEnumType(TicketState, {
  name: 'TicketState',
  description: 'Where a support case stands.',
  valuesConfig: {
    OPEN: { description: 'Staff are to act.' },
    WAITING_FOR_CUSTOMER: {
      description: 'The customer was asked; the response target waits meanwhile (S3).',
    },
    RESOLVED: { description: 'An answer was found and is not yet closed.' },
    CLOSED: { description: 'Done.' },
    WITHDRAWN: { description: 'Taken back by the customer.' },
  },
});

export const TicketChannel = {
  PORTAL: 'PORTAL',
  EMAIL: 'EMAIL',
  CHAT: 'CHAT',
  PHONE: 'PHONE',
  REMOTE: 'REMOTE',
} as const;
export type TicketChannel = keyof typeof TicketChannel;
registerEnumType(TicketChannel, {
  name: 'TicketChannel',
  description: 'How the case came in. Which channels a customer has is policy (S2).',
  valuesConfig: {
    PORTAL: { description: "Written in the vendor's portal." },
    EMAIL: { description: 'Mailed by a known contact.' },
    CHAT: { description: 'Begun as a chat.' },
    PHONE: { description: 'Called in, and written down by staff.' },
    REMOTE: { description: 'Begun in a remote session.' },
  },
});

export const TicketInitiator = {
  CUSTOMER: 'CUSTOMER',
  VENDOR: 'VENDOR',
} as const;
export type TicketInitiator = keyof typeof TicketInitiator;
registerEnumType(TicketInitiator, {
  name: 'TicketInitiator',
  description: 'Who began the case. Only what a customer begins counts against its units (S5).',
  valuesConfig: {
    CUSTOMER: { description: 'The customer, also where staff wrote a call down.' },
    VENDOR: { description: 'Staff of the vendor, of their own accord.' },
  },
});

export const TicketFinding = {
  ANSWERED: 'ANSWERED',
  BUG: 'BUG',
  EXCLUDED: 'EXCLUDED',
  IMPOSSIBLE: 'IMPOSSIBLE',
  UNCONFIRMED: 'UNCONFIRMED',
} as const;
export type TicketFinding = keyof typeof TicketFinding;
registerEnumType(TicketFinding, {
  name: 'TicketFinding',
  description: 'What came of a case, which decides what it cost (S5).',
  valuesConfig: {
    ANSWERED: { description: 'Solved, and paid with what was reserved.' },
    BUG: { description: 'A fault of the product; free where the plan says so.' },
    EXCLUDED: { description: 'Work that the plan leaves out; it cost nothing.' },
    IMPOSSIBLE: { description: 'It cannot be done; it cost nothing (S6).' },
    UNCONFIRMED: { description: 'Its price was declined, or not confirmed in time; it cost nothing (S7).' },
  },
});

@ObjectType({ description: 'Until when staff are to answer a case for the first time (S3).' })
export class TicketTarget {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the first public reply is due. Null while the clock waits, for it moves on with that.',
  })
  dueAt!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When staff first replied in public. Null before.',
  })
  metAt!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The instant at which it was due and nobody had replied, noted at most 60 s later. Null where that never was.',
  })
  breachedAt!: string | null;

  @Field(() => Boolean, {
    description: 'Whether the clock waits: the price is being agreed, or the customer was asked.',
  })
  paused!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A support case about one issue.' })
export class Ticket {
  @Field(() => ID, { description: 'Opaque; begins with `tkt_`. `Query.ticket` finds it again.' })
  id!: string;

  @Field(() => Int, { description: 'Counted from 1 in each vendor, as people quote it.' })
  number!: number;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description:
      'The issue in a line, at most 500 characters. Null for an analyst, since free text may name people.',
  })
  subject!: string | null;

  @Field(() => TicketState, { description: 'Today, not at some past day.' })
  state!: TicketState;

  @Field(() => TicketChannel, { description: 'How the case came in, whatever channel was used later.' })
  channel!: TicketChannel;

  @Field(() => TicketInitiator, {
    description: 'Decides whether the case counts against support units (S5).',
  })
  initiatedBy!: TicketInitiator;

  @Field(() => DateTimeScalar, { description: 'When the case began; lists are sorted by it.' })
  openedAt!: string;

  @Field(() => TicketFinding, {
    nullable: true,
    description: 'What came of it. Null before it is resolved, and for the oldest cases.',
  })
  finding!: TicketFinding | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the plan that it was opened under, and is served by (M15). Null for the oldest cases.',
  })
  policyVersion!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was closed or withdrawn. Null as long as it is neither.',
  })
  closedAt!: string | null;
}

export const TicketConnection = makeConnection('Ticket', Ticket);

@InputType({
  description: 'Narrows a list of tickets; conditions are joined by and, a null one narrows nothing.',
})
export class TicketFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: `OPEN` and `WAITING_FOR_CUSTOMER` alone. False: all others alone.',
  })
  open?: boolean | null;

  @Field(() => [TicketState], {
    nullable: true,
    description: 'In one of these states; an empty list matches nothing.',
  })
  states?: TicketState[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'About this license. One that the viewer may not see matches nothing.',
  })
  licenseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of this account. One that the viewer may not see matches nothing.',
  })
  accountId?: string | null;
}

export const TicketOrderField = {
  OPENED_AT: 'OPENED_AT',
  NUMBER: 'NUMBER',
} as const;
export type TicketOrderField = keyof typeof TicketOrderField;
registerEnumType(TicketOrderField, {
  name: 'TicketOrderField',
  description: 'What tickets are sorted by; where it ties, by id.',
  valuesConfig: {
    OPENED_AT: { description: 'When the case began.' },
    NUMBER: { description: 'The number in the vendor.' },
  },
});

@InputType({ description: 'How a list of tickets is sorted.' })
export class TicketOrder {
  @Field(() => TicketOrderField, { description: 'What is compared.' })
  field!: TicketOrderField;

  @Field(() => OrderDirection, { description: 'Which end comes first.' })
  direction!: OrderDirection;
}
