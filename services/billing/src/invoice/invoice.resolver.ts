import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import { Money } from '@mainstay/kernel/graph/money';
import { Base64Scalar } from '@mainstay/kernel/graph/scalars';
import { Account } from '../account/account.type.js';
import type { BillingContext } from '../context.js';
import { Order } from '../order/order.type.js';
import { License } from '../license/license.type.js';
import { seesMoney } from './access.js';
import { amountOf } from './amount.js';
import { invoicePdf } from './invoice-pdf.js';
import type { InvoiceLineRow, InvoiceRow, PaymentRow } from './invoice.reads.js';
import { Invoice, InvoiceConnection, InvoiceLine, Payment } from './invoice.type.js';
import { InvoicesArgs, invoicesAsked } from './invoices.args.js';

@Resolver(() => Invoice)
export class InvoiceResolver {
  @Query(() => InvoiceConnection, {
    nullable: true,
    description:
      'The invoices that the viewer may see, newest first unless asked otherwise. FORBIDDEN for a support agent, who sees no money, and an operator.',
  })
  async invoices(@Ctx() { viewer, invoices }: BillingContext, @Args(() => InvoicesArgs) args: InvoicesArgs) {
    seesMoney(viewer);
    return connectionOf(await invoices.list(invoicesAsked(args)));
  }

  @Query(() => Invoice, {
    nullable: true,
    description:
      'One invoice; null where the viewer sees none by that id. FORBIDDEN for a support agent and an operator.',
  })
  invoice(
    @Ctx() { viewer, invoices }: BillingContext,
    @Arg('id', () => ID, { description: 'As `Invoice.id` answers it.' }) id: string,
  ) {
    seesMoney(viewer);
    return invoices.byId(id);
  }

  @FieldResolver(() => Money, { description: 'The sum of the lines before tax.' })
  net(@Root() { netMinor, currency }: InvoiceRow) {
    return amountOf(netMinor, currency);
  }

  @FieldResolver(() => Money, { description: "The sum of the lines' taxes (B6)." })
  tax(@Root() { taxMinor, currency }: InvoiceRow) {
    return amountOf(taxMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'Net and tax together: what is to be paid.' })
  total(@Root() { totalMinor, currency }: InvoiceRow) {
    return amountOf(totalMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'What has been paid so far; never more than the total (B3).' })
  paid(@Root() { paidMinor, currency }: InvoiceRow) {
    return amountOf(paidMinor, currency);
  }

  @FieldResolver(() => [InvoiceLine], { description: 'What was sold, by position; at most 1,000.' })
  lines(@Root() { id }: InvoiceRow, @Ctx() { invoices }: BillingContext) {
    return invoices.lines(id);
  }

  @FieldResolver(() => [Payment], { description: 'What was received for it, oldest first.' })
  payments(@Root() { id }: InvoiceRow, @Ctx() { invoices }: BillingContext) {
    return invoices.payments(id);
  }

  @FieldResolver(() => Base64Scalar, {
    nullable: true,
    description:
      'The invoice as a PDF, the same to the byte whenever it is asked for: what was paid since is not on it (B6). At most 20 a request, BAD_USER_INPUT beyond. Null for the oldest, which do not say who bought.',
  })
  async pdf(@Root() { id }: InvoiceRow, @Ctx() context: BillingContext) {
    context.printsFile();
    const printed = await context.invoices.printed(id);
    return printed === null ? null : invoicePdf(printed);
  }

  @FieldResolver(() => Order, {
    nullable: true,
    description: 'What it bills; null for the oldest, which came of no order.',
  })
  order(@Root() { orderId }: InvoiceRow, @Ctx() { orders }: BillingContext) {
    return orderId === null ? null : orders.byId(orderId);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The buyer. Null only while licensing cannot be reached.',
  })
  account(@Root() { accountId }: InvoiceRow) {
    return { id: accountId };
  }
}

@Resolver(() => InvoiceLine)
export class InvoiceLineResolver {
  @FieldResolver(() => License, {
    nullable: true,
    description:
      'What the line is for. Null where it is for no license in particular, or one the viewer may not see.',
  })
  license(@Root() { licenseId }: InvoiceLineRow, @Ctx() { known }: BillingContext) {
    return licenseId === null ? null : known.license(licenseId);
  }

  @FieldResolver(() => Money, { description: 'Of one, before tax.' })
  unit(@Root() { unitMinor, currency }: InvoiceLineRow) {
    return amountOf(unitMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'Of all, before tax.' })
  net(@Root() { netMinor, currency }: InvoiceLineRow) {
    return amountOf(netMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'On the printed net (B6).' })
  tax(@Root() { taxMinor, currency }: InvoiceLineRow) {
    return amountOf(taxMinor, currency);
  }
}

@Resolver(() => Payment)
export class PaymentResolver {
  @FieldResolver(() => Money, { description: 'What was received, in the currency of the invoice.' })
  amount(@Root() { amountMinor, currency }: PaymentRow) {
    return amountOf(amountMinor, currency);
  }
}
