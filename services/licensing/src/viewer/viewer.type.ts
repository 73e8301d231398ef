import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '@mainstay/kernel/graph/scalars';

export enum ViewerRole {
  VENDOR_ADMIN = 'VENDOR_ADMIN',
  SUPPORT_AGENT = 'SUPPORT_AGENT',
  RESELLER = 'RESELLER',
  CUSTOMER = 'CUSTOMER',
  PARTNER = 'PARTNER',
  ANALYST = 'ANALYST',
  PRODUCT = 'PRODUCT',
  OPERATOR = 'OPERATOR',
}
registerEnumType(ViewerRole, {
  name: 'ViewerRole',
  description: 'What a viewer may see. What it may not see does not exist for it.',
  valuesConfig: {
    VENDOR_ADMIN: { description: 'All of the vendor.' },
    SUPPORT_AGENT: { description: 'All of the vendor but money.' },
    RESELLER: { description: 'Its own account and those that it is reseller of record for.' },
    CUSTOMER: { description: 'Its own account.' },
    PARTNER: { description: "A system with an API key: what the key's scopes and account allow." },
    ANALYST: { description: 'All of the vendor, read only, without codes, secrets and personal data.' },
    PRODUCT: { description: 'A running product: nothing but the license that it presents.' },
    OPERATOR: { description: 'Tenants and clocks of this installation, nothing inside them.' },
  },
});

@ObjectType({ description: 'Who asks, under exactly one role.' })
export class Viewer {
  @Field(() => ViewerRole, { description: 'The one role of this request, whatever others the user has.' })
  role!: ViewerRole;

  @Field(() => ID, {
    nullable: true,
    description: 'The membership acted under; null for an API key and an operator.',
  })
  membershipId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The API key presented; null for whoever signed in.' })
  keyId!: string | null;

  @Field(() => [String], {
    description: 'What the API key may do, e.g. `licensing:read`; empty for roles that need no scopes.',
  })
  scopes!: readonly string[];

  @Field(() => DateTimeScalar, {
    description: "The one instant of this request by the vendor's clock, which stands still in a sandbox.",
  })
  now!: string;

  @Field(() => DateScalar, {
    description:
      "The civil day of `now` in the vendor's zone; in UTC for an operator. The default of every `asOf`.",
  })
  today!: string;
}
