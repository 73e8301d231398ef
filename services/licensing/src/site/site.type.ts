import { Field, ID, ObjectType } from 'type-graphql';
import { makeConnection } from '@mainstay/kernel/graph/connection';
import { DateScalar } from '@mainstay/kernel/graph/scalars';

@ObjectType({
  description:
    "A group of an account's licenses of one product; a site pack covers each of them while it is a member (M4).",
})
export class Site {
  @Field(() => ID, { description: 'Opaque; what mutations of sites name.' })
  id!: string;

  @Field(() => String, {
    description: 'As people call it, 1 to 200 characters; once an account and product, in whatever case.',
  })
  name!: string;
}

@ObjectType({ description: 'A license at a site from a day until a day; at one site at a time.' })
export class SiteMember {
  @Field(() => ID, { description: 'Opaque; a license that leaves and joins again is another member.' })
  id!: string;

  @Field(() => DateScalar, { description: "The first day at the site, in the vendor's zone." })
  joinedOn!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The first day no more at the site; null while it stays. The day of `joinedOn` where it was never there for a day.',
  })
  leftOn!: string | null;
}

export const SiteConnection = makeConnection('Site', Site);
export const SiteMemberConnection = makeConnection('SiteMember', SiteMember);
