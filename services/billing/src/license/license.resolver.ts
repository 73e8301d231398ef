import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { dayAsked } from '@mainstay/kernel/graph/as-of';
import type { BillingContext } from '../context.js';
import { maySeeMoney } from '../invoice/access.js';
import { Invoice } from '../invoice/invoice.type.js';
import { Order } from '../order/order.type.js';
import { Quote } from '../quote/quote.type.js';
import { RenewalQuoteArgs } from '../quote/renewal-quote.args.js';
import { RenewalQuote } from '../quote/renewal-quote.type.js';
import { License } from './license.type.js';

@Resolver(() => License)
export class LicenseResolver {
  @FieldResolver(() => Invoice, {
    nullable: true,
    description:
      'The newest invoice, by day of issue, with a line for the license. Null where there is none, where another account bought it, and for roles that see no money.',
  })
  latestInvoice(@Root() { id }: License, @Ctx() { viewer, invoices }: BillingContext) {
    return maySeeMoney(viewer) ? invoices.latestOfLicense(id) : null;
  }

  @FieldResolver(() => Quote, {
    nullable: true,
    description:
      'The newest open quote, by day of issue, that would renew cover of the license and holds today. Null where there is none, where another account would buy, and for roles that see no money.',
  })
  openQuote(@Root() { id }: License, @Ctx() { viewer, quotes }: BillingContext) {
    return maySeeMoney(viewer) ? quotes.renewalOfLicense(id) : null;
  }

  @FieldResolver(() => RenewalQuote, {
    nullable: true,
    description:
      'What renewing its maintenance would cost on a day, as its owner or the reseller that asks would buy it; of a license that a contract covers, the whole contract. Every rule that was looked at comes with it. Null for roles that see no money, and for a license that the viewer may not see.',
  })
  renewalQuote(
    @Root() { id: licenseId }: License,
    @Ctx() { viewer, renewals, today }: BillingContext,
    @Args(() => RenewalQuoteArgs) { years, asOf }: RenewalQuoteArgs,
  ) {
    if (!maySeeMoney(viewer)) return null;
    return renewals.ofLicense({ licenseId, years: years ?? null, day: dayAsked(asOf, today) });
  }

  @FieldResolver(() => Order, {
    nullable: true,
    description:
      'The order that the license was bought by. Null where none is known, where another account ordered, and for roles that see no money.',
  })
  order(@Root() { id }: License, @Ctx() { viewer, orders }: BillingContext) {
    return maySeeMoney(viewer) ? orders.ofLicense(id) : null;
  }
}
