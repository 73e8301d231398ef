import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { PriceMetric } from '../price/offer.type.js';

export enum OrderLineKind {
  LICENSE = 'LICENSE',
  BUNDLE = 'BUNDLE',
  MAINTENANCE = 'MAINTENANCE',
  RENEWAL = 'RENEWAL',
  FEE = 'FEE',
  TRAINING = 'TRAINING',
  SUPPORT_PACKAGE = 'SUPPORT_PACKAGE',
}
registerEnumType(OrderLineKind, {
  name: 'OrderLineKind',
  description: 'What a line buys (B4).',
  valuesConfig: {
    LICENSE: { description: 'Perpetual licenses.' },
    BUNDLE: { description: 'Licenses, each with a pack of maintenance that is associated by itself (M4).' },
    MAINTENANCE: { description: 'Packs: for licenses of the order or of before, or codes to be used later.' },
    RENEWAL: { description: 'Cover of a quote that was accepted (M5).' },
    FEE: { description: 'For renewing late (M5); it brings nothing.' },
    TRAINING: { description: 'On-site training with licenses (M3).' },
    SUPPORT_PACKAGE: { description: 'Tickets or credits.' },
  },
});

export enum OrderLineState {
  WAITING = 'WAITING',
  FULFILLED = 'FULFILLED',
  STUCK = 'STUCK',
}
registerEnumType(OrderLineState, {
  name: 'OrderLineState',
  description: 'What became of a line.',
  valuesConfig: {
    WAITING: { description: 'Not paid yet, or about to be fulfilled.' },
    FULFILLED: { description: 'What it bought is there; `objectIds` names it.' },
    STUCK: { description: 'Paid, and cannot be fulfilled as it is; `stuck` says why.' },
  },
});

@ObjectType({ description: 'Why a line cannot be fulfilled.' })
export class OrderLineStuck {
  @Field(() => String, { description: 'Stable, of whoever was to fulfil it.' })
  code!: string;

  @Field(() => String, { description: 'For people, in English.' })
  message!: string;
}

@ObjectType({ description: 'One thing ordered. Net and tax are each rounded once, on the line (B6).' })
export class OrderLine {
  @Field(() => ID, { description: 'Opaque; begins with `oln_`.' })
  id!: string;

  @Field(() => Int, { description: 'Counted from 1.' })
  position!: number;

  @Field(() => OrderLineKind, { description: 'What it buys.' })
  kind!: OrderLineKind;

  @Field(() => PriceMetric, {
    nullable: true,
    description: 'What its units count; null for what is counted itself, and for a fee.',
  })
  metric!: PriceMetric | null;

  @Field(() => Int, { description: 'Licenses, packs, trainings or packages; at least 1.' })
  quantity!: number;

  @Field(() => Int, {
    description: 'What each counts by its metric, e.g. the users of one license; at least 1.',
  })
  unitsEach!: number;

  @Field(() => Int, { nullable: true, description: 'Of maintenance; null for what has no term.' })
  years!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The position of the line whose licenses it is for; null where it is for none of this order.',
  })
  ofPosition!: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day that a renewal covers; null for others.',
  })
  startsOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day that a renewal covers no more; null for others.',
  })
  expiresOn!: string | null;

  @Field(() => String, { nullable: true, description: 'As printed on the invoice; null for a draft.' })
  description!: string | null;

  @Field(() => OrderLineState, { description: 'What became of it.' })
  state!: OrderLineState;
}
