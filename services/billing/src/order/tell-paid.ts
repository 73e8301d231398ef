import type { Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/**
 * An order with the lines that are to be fulfilled, as others are told it: those that are not yet. A fee brings nothing,
 * and is told to nobody.
 */
const paid = statement<{ payload: Record<string, unknown> }>(
  'order.tellPaid',
  `select json_build_object('orderId', o.id, 'number', o.number, 'buyerId', o.account_id, 'resellerId', o.reseller_id,
     'customerId', o.customer_id, 'purchasedOn', o.purchased_on, 'lines', (
       select coalesce(json_agg(json_build_object('lineId', n.id, 'position', n.position, 'kind', n.kind,
         'productId', n.product_id, 'metric', n.metric, 'quantity', n.quantity, 'unitsEach', n.units_each,
         'years', n.years, 'ofLineId', n.of_line_id, 'licenseIds', n.license_ids,
         'support', case when n.support_unit is not null then json_build_object('unit', n.support_unit,
           'units', n.support_units, 'validFor', n.support_valid_for) end,
         'netMinor', n.net_minor, 'yearlyNetMinor', n.yearly_net_minor,
         'renewal', case when n.subject_id is not null then json_build_object('subjectKind', n.subject_kind,
           'subjectId', n.subject_id, 'startsOn', n.starts_on, 'expiresOn', n.expires_on, 'terms', n.terms,
           'baseExpiresOn', n.base_expires_on) end) order by n.position), '[]')
       from order_line n where n.vendor_id = o.vendor_id and n.order_id = o.id
         and n.kind <> 'FEE' and n.state <> 'FULFILLED')) as payload
   from sales_order o where o.id = $1::text`,
);

/** What is told of an order that was paid, read in the transaction of its change. */
export async function tellPaid(transaction: Transaction, orderId: string): Promise<Telling[]> {
  const rows = await transaction.query(paid, [orderId]);
  return rows.map(({ payload }) => ({ type: 'order.paid', aggregate: orderId, payload }));
}
