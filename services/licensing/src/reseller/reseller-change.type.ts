import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '@mainstay/kernel/graph/scalars';

export enum ResellerChangeState {
  PLANNED = 'PLANNED',
  CLOSING = 'CLOSING',
}
registerEnumType(ResellerChangeState, {
  name: 'ResellerChangeState',
  description: 'How far a change of the reseller of record has come.',
  valuesConfig: {
    PLANNED: { description: 'Its day has not come; another one may take its place.' },
    CLOSING: {
      description:
        'Its day has come: the former reseller sees the customer no more, and all services are told. The new one sees it once they have all applied it.',
    },
  },
});

@ObjectType({ description: 'That a customer gets another reseller of record, or none, from a day on (M10).' })
export class ResellerChange {
  @Field(() => ID, { description: 'Opaque; as the trail names it.' })
  id!: string;

  @Field(() => ResellerChangeState, {
    description: 'How far it has come; one that is done is gone from here.',
  })
  state!: ResellerChangeState;

  @Field(() => DateScalar, {
    description: "From which day on, in the vendor's zone; the change begins with its first instant.",
  })
  on!: string;
}
