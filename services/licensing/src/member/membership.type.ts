import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum MemberRole {
  VENDOR_ADMIN = 'VENDOR_ADMIN',
  SUPPORT_AGENT = 'SUPPORT_AGENT',
  ANALYST = 'ANALYST',
  RESELLER = 'RESELLER',
  CUSTOMER = 'CUSTOMER',
}
registerEnumType(MemberRole, {
  name: 'MemberRole',
  description: 'What a person may be given to act as. What each sees stands at `ViewerRole`.',
  valuesConfig: {
    VENDOR_ADMIN: { description: 'Staff of the vendor; may do everything, for no account.' },
    SUPPORT_AGENT: { description: 'Staff of the vendor without money, for no account.' },
    ANALYST: { description: 'Staff of the vendor that only reads, for no account.' },
    RESELLER: { description: 'A member of an account of the kind `RESELLER`.' },
    CUSTOMER: { description: 'A member of an account of the kind `CUSTOMER`.' },
  },
});

@ObjectType({
  description:
    'That a person acts in a role, from when until when. A person may have several; each is one of these. Its times are real ones, also in a sandbox.',
})
export class Membership {
  @Field(() => ID, { description: 'Opaque; the header `Mainstay-Membership` takes it.' })
  id!: string;

  @Field(() => MemberRole, { description: 'Never changes: another role is another membership.' })
  role!: MemberRole;

  @Field(() => String, { description: 'Who vouches for the person: `iss` of its tokens.' })
  issuer!: string;

  @Directive('@personal')
  @Field(() => String, {
    nullable: true,
    description: "The issuer's name for the person: `sub` of its tokens.",
  })
  subject!: string | null;

  @Field(() => DateTimeScalar, { description: 'From when on it holds.' })
  startsAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when on it holds no more; null while it goes on.',
  })
  endsAt!: string | null;
}

export const MembershipConnection = makeConnection('Membership', Membership);
