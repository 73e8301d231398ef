import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum MailTemplate {
  NOTICE = 'NOTICE',
  RELEASE_ANNOUNCED = 'RELEASE_ANNOUNCED',
  ACTIVATION = 'ACTIVATION',
  PURCHASE = 'PURCHASE',
}
registerEnumType(MailTemplate, {
  name: 'MailTemplate',
  description: 'The mails that the house writes by itself.',
  valuesConfig: {
    NOTICE: { description: 'Maintenance of licenses of one account is about to end (M8).' },
    RELEASE_ANNOUNCED: { description: 'A product has a new version (M11).' },
    ACTIVATION: { description: 'Licenses were bought; it tells their codes or serials (M2).' },
    PURCHASE: { description: 'Maintenance was bought: what it covers, or how it is associated (M8).' },
  },
});

@ObjectType({ description: 'A mail as it would read, filled with sample licenses. Nothing is sent.' })
export class MailPreview {
  @Field(() => String, { description: 'One line of at most 150 symbols.' })
  subject!: string;

  @Field(() => String, {
    description:
      'A whole document without scripts, pictures or anything else to load; names in it are escaped.',
  })
  html!: string;

  @Field(() => String, { description: 'The same for readers that show no HTML.' })
  text!: string;
}
