import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import type { InvoicesAsked } from './invoice.reads.js';
import { InvoiceFilter, InvoiceOrder } from './invoice.type.js';

/** What every list of invoices may be asked with. */
@ArgsType()
export class InvoicesArgs extends PageArgs {
  @Field(() => InvoiceFilter, { nullable: true, description: 'All that the viewer may see, unless told.' })
  filter?: InvoiceFilter | null;

  @Field(() => InvoiceOrder, { nullable: true, description: 'By issue, newest first, unless told.' })
  orderBy?: InvoiceOrder | null;
}

export function invoicesAsked({ filter, orderBy, ...page }: InvoicesArgs): InvoicesAsked {
  return { page, filter, orderBy };
}
