import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar } from './scalars.js';

@Directive('@shareable')
@ObjectType({ description: 'An amount with its currency. Amounts of different currencies are never added.' })
export class Money {
  @Field(() => DecimalScalar, {
    description: 'With as many decimals as the currency has: `1080.00` EUR, `1080` JPY.',
  })
  amount!: string;

  @Field(() => CurrencyCodeScalar, { description: 'By ISO 4217.' })
  currency!: string;
}
