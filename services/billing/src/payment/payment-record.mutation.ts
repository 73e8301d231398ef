import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { CurrencyCodeScalar, DateScalar, DecimalScalar } from '@mainstay/kernel/graph/scalars';
import type { BillingContext } from '../context.js';
import { Invoice, PaymentMethod } from '../invoice/invoice.type.js';
import { paymentRecord } from './payment-record.js';
import type { PaymentRecordCode } from './payment-record.rules.js';

@InputType({ description: 'Money that came in, and for which invoice.' })
export class PaymentRecordInput extends MutationInput {
  @Field(() => ID, { description: 'Which invoice, as `Invoice.id` answered it.' })
  invoiceId!: string;

  @Field(() => DecimalScalar, { description: 'More than nothing, and no more than is outstanding.' })
  amount!: string;

  @Field(() => CurrencyCodeScalar, { description: 'That of the invoice.' })
  currency!: string;

  @Field(() => DateScalar, {
    description:
      "The vendor's civil day of its value: of the payment that completes an order it is the purchase day (M2). Never in the future.",
  })
  paidOn!: string;

  @Field(() => PaymentMethod, { description: 'How it came in.' })
  method!: PaymentMethod;
}

export const PaymentRecordUserError = makeUserError<PaymentRecordCode>('PaymentRecord', {
  INVOICE_NOT_FOUND: 'The viewer sees no such invoice.',
  INVOICE_CREDITED: 'The invoice was taken back.',
  INVOICE_PAID: 'The invoice is paid in full already.',
  CURRENCY_MISMATCH: 'The invoice is in another currency; the fact `currency` says which.',
  AMOUNT_INVALID: 'The amount is nothing, or has more decimals than the currency.',
  PAID_ON_FUTURE: 'The day has not come; the fact `today` says which day it is.',
  COVER_ENDED: 'The cover that the order renews had ended by then (M5); the fact `coverEndsOn` says when.',
  OVERPAYMENT: 'It is more than is owed; the fact `outstanding` says how much that is.',
});

@ObjectType({ description: 'What became of `paymentRecord`.' })
export class PaymentRecordPayload {
  @Field(() => Invoice, {
    nullable: true,
    description: 'The invoice with all its payments; null where it was refused.',
  })
  invoice!: Invoice | null;

  @Field(() => [PaymentRecordUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class PaymentRecordMutation {
  @Mutation(() => PaymentRecordPayload, {
    description:
      'Records money for an invoice. Part payments add up; the one that completes it pays its order, which is then fulfilled (B3). Give an idempotency key, or money recorded twice counts twice. Administrators alone.',
  })
  paymentRecord(
    @Arg('input', () => PaymentRecordInput, { description: 'The money, and the invoice.' })
    input: PaymentRecordInput,
    @Ctx() { mutations, invoices }: BillingContext,
  ) {
    return mutations.act(paymentRecord, input, async ({ invoiceId = '' }) => ({
      invoice: await invoices.byId(invoiceId),
    }));
  }
}
