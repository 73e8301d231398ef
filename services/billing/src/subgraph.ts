import { buildSubgraph, type BuiltSubgraph } from '@mainstay/kernel/graph/subgraph';
import { AccountResolver } from './account/account.resolver.js';
import { Account } from './account/account.type.js';
import { AuditResolver } from './audit/audit.resolver.js';
import type { BillingContext } from './context.js';
import { maySeeMoney } from './invoice/access.js';
import { InvoiceLineResolver, InvoiceResolver, PaymentResolver } from './invoice/invoice.resolver.js';
import { LicenseResolver } from './license/license.resolver.js';
import { License } from './license/license.type.js';
import { OrderCreateMutation } from './order/order-create.mutation.js';
import { OrderFulfilmentRetryMutation } from './order/order-fulfilment-retry.mutation.js';
import { OrderLinesAddMutation } from './order/order-lines-add.mutation.js';
import { OrderLineResolver } from './order/order-line.resolver.js';
import { OrderPlaceMutation } from './order/order-place.mutation.js';
import { OrderResolver } from './order/order.resolver.js';
import { PaymentRecordMutation } from './payment/payment-record.mutation.js';
import { OfferResolver } from './price/offer.resolver.js';
import { PriceListPublishMutation } from './price/price-list-publish.mutation.js';
import { ProductResolver } from './product/product.resolver.js';
import { Product } from './product/product.type.js';
import { QuoteAcceptMutation } from './quote/quote-accept.mutation.js';
import { QuoteIssueMutation } from './quote/quote-issue.mutation.js';
import { QuoteVoidMutation } from './quote/quote-void.mutation.js';
import { QuoteLineResolver, QuoteResolver } from './quote/quote.resolver.js';

/** Resolvers become a schema; no database is needed for it. */
export function buildBilling(): Promise<BuiltSubgraph> {
  return buildSubgraph<BillingContext>({
    name: 'billing',
    resolvers: [
      InvoiceResolver,
      InvoiceLineResolver,
      PaymentResolver,
      QuoteResolver,
      QuoteLineResolver,
      QuoteIssueMutation,
      QuoteAcceptMutation,
      QuoteVoidMutation,
      OfferResolver,
      PriceListPublishMutation,
      ProductResolver,
      OrderResolver,
      OrderLineResolver,
      OrderCreateMutation,
      OrderLinesAddMutation,
      OrderPlaceMutation,
      PaymentRecordMutation,
      OrderFulfilmentRetryMutation,
      AccountResolver,
      LicenseResolver,
      AuditResolver,
    ],
    orphanedTypes: [Account, License, Product],
    references: {
      // An id alone: every row that hangs on it is scoped by itself, so a foreign id has nothing, as an unknown one.
      Account: ({ id }) => ({ id }),
      License: ({ id }) => ({ id }),
      Product: ({ id }) => ({ id }),
      Invoice: ({ id }, { viewer, invoices }) => (maySeeMoney(viewer) ? invoices.byId(id) : null),
      Order: ({ id }, { viewer, orders }) => (maySeeMoney(viewer) ? orders.byId(id) : null),
      Quote: ({ id }, { viewer, quotes }) => (maySeeMoney(viewer) ? quotes.byId(id) : null),
    },
  });
}
