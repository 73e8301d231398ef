import {
  activateLicense,
  createClient,
  getLicense,
  getOrder,
  getRenewalQuote,
  listLicenses,
  listMaintenanceCodes,
  maintenanceAssociate,
  orderCreate,
  orderPlace,
  paymentRecord,
  quoteIssue,
  ticketAssess,
  ticketOpen,
  validateLicense,
  type Client,
  type OrderLineInput,
} from '@mainstay/sdk';
import { makeRequestCode } from '@mainstay/sdk/offline';
import { openTestGraph, type TestGraph } from '../../harness/graph.js';

/** A house in one process with the demo world, and what the valid inputs of all acts name. */
export interface Ground {
  readonly graph: TestGraph;
  /** Of the cast; without a name a running product, which has no token. */
  readonly clientOf: (name: string | null) => Promise<Client>;
  readonly cronwell: Cronwell;
  readonly deskhaven: Others & { readonly licenseId: string; readonly quoteId: string };
  readonly cartwright: Others & {
    readonly licenseId: string;
    readonly ticketId: string;
    readonly priced: string;
  };
}

interface Cronwell extends Others {
  readonly customerId: string;
  readonly productId: string;
  readonly otherProductId: string;
  /** Covered by the packs that they were bought with. */
  readonly bundled: readonly string[];
  readonly bundledAssociation: string;
  /** Without cover at first. */
  readonly bare: readonly string[];
  /** Of the other product. */
  readonly otherLicense: string;
  readonly codes: readonly string[];
  readonly association: string;
  readonly activationCode: string;
  readonly activationId: string;
  /** Of a license without cover. */
  readonly bareActivation: string;
  readonly requestCode: string;
  readonly draft: string;
  readonly invoice: { readonly id: string; readonly total: string };
  /** Of the reseller itself: not handed on yet. */
  readonly ownOrder: string;
  readonly ownLicenses: readonly string[];
}

type Payload = { readonly userErrors: readonly { readonly code: string; readonly message: string }[] };

function done<P extends Payload>(payload: P): P {
  const [fault] = payload.userErrors;
  if (fault !== undefined) throw new Error(`${fault.code}: ${fault.message}`);
  return payload;
}

/** The day that it is in every tenant of the demo. */
export const today = '2026-11-02';

export async function openGround(): Promise<Ground> {
  const graph = await openTestGraph();
  const clientOf = async (name: string | null) =>
    createClient({
      endpoint: graph.house.endpoint,
      ...(name === null ? {} : { token: await graph.tokenOf(name) }),
    });
  const made = {
    ...{ graph, clientOf },
    cronwell: await cronwellOf(graph, clientOf),
    deskhaven: await deskhavenOf(graph, clientOf),
    cartwright: await cartwrightOf(graph, clientOf),
  };
  await asksFirst(made);
  return made;
}

/** The first question about a product of a tenant makes the key that the tenant signs with, whatever is asked. */
async function asksFirst({ clientOf, cronwell: { foreign } }: Ground): Promise<void> {
  const license = { productId: foreign.product ?? '', code: 'none' };
  await validateLicense(await clientOf(null), {
    input: { license, fingerprint: 'a machine', version: '1.0.0' },
  });
}

type ClientOf = Ground['clientOf'];

interface Buying {
  readonly seller: string;
  readonly buyer: Client;
  readonly customerId?: string;
  readonly lines: OrderLineInput[];
}

async function placed({ buyer, customerId, lines }: Buying) {
  const { orderCreate: begun } = await orderCreate(buyer, {
    input: { lines, ...(customerId === undefined ? {} : { customerId }) },
  });
  const orderId = done(begun).order?.id ?? '';
  const { orderPlace: bound } = await orderPlace(buyer, { input: { orderId } });
  const { invoice, total } = done(bound).order ?? {};
  return {
    orderId,
    invoiceId: invoice?.id ?? '',
    total: total?.amount ?? '',
    currency: total?.currency ?? '',
  };
}

/** Ordered, paid and there. */
async function bought(buying: Buying, clientOf: ClientOf) {
  const { orderId, invoiceId, total, currency } = await placed(buying);
  const { paymentRecord: paid } = await paymentRecord(await clientOf(buying.seller), {
    input: { invoiceId, amount: total, currency, paidOn: today, method: 'TRANSFER' },
  });
  done(paid);
  for (;;) {
    const { order } = await getOrder(buying.buyer, { id: orderId });
    if (order?.state === 'FULFILLED')
      return { orderId, lines: order.lines.map(({ objectIds }) => objectIds) };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function productsOf(graph: TestGraph, tenant: string): Promise<string[]> {
  const vendorId = graph.world.cast.find(({ name }) => name === `${tenant}.admin`)?.vendorId ?? '';
  const rows = await graph.rows<{ id: string }>(
    'licensing',
    'select id from product where vendor_id = $1 order by slug',
    [vendorId],
  );
  return rows.map(({ id }) => id);
}

/** In the demo one tenant alone sells packs: another one's is written by hand. */
async function foreignPack(graph: TestGraph): Promise<void> {
  await graph.rows(
    'licensing',
    `insert into maintenance_code (vendor_id, id, account_id, reseller_id, product_id, code, code_key, metric, term,
       purchased_on, state, created_at)
     select vendor_id, 'mtc_foreign', account_id, reseller_id, product_id, 'FOREIGN', 'FOREIGN', 'LICENSE', 'P12M',
       '2026-10-01', 'UNUSED', created_at
     from license where vendor_id <> (select vendor_id from maintenance_code limit 1) order by id limit 1`,
  );
}

async function cronwellOf(graph: TestGraph, clientOf: ClientOf): Promise<Cronwell> {
  await foreignPack(graph);
  const buyer = await clientOf('cronwell.reseller');
  const customer = await clientOf('cronwell.customer');
  const customerId = graph.world.cast.find(({ name }) => name === 'cronwell.customer')?.accountId ?? '';
  const [productId = '', otherProductId = ''] = await productsOf(graph, 'cronwell');
  const line = { productId, metric: 'SERVER' } as const;
  const { lines } = await bought(
    {
      ...{ seller: 'cronwell.admin', buyer, customerId },
      lines: [
        { ...line, kind: 'BUNDLE', quantity: 4, years: 1 },
        { ...line, kind: 'LICENSE', quantity: 4 },
        { ...line, kind: 'MAINTENANCE', quantity: 3, years: 1 },
        { kind: 'LICENSE', productId: otherProductId, metric: 'DEVICES' },
      ],
    },
    clientOf,
  );
  const [bundles = [], bare = [], codes = [], [otherLicense = ''] = []] = lines;
  const bundled = bundles.filter((id) => id.startsWith('lic_'));
  const own = await bought(
    { seller: 'cronwell.admin', buyer, lines: [{ ...line, kind: 'LICENSE', quantity: 3 }] },
    clientOf,
  );
  const { orderCreate: draft } = await orderCreate(buyer, {
    input: { lines: [{ ...line, kind: 'LICENSE' }] },
  });
  const invoiced = await placed({ seller: '', buyer, lines: [{ ...line, kind: 'LICENSE' }] });
  const { maintenanceAssociate: used } = await maintenanceAssociate(buyer, {
    input: { pairs: [{ maintenanceCodeId: codes[1] ?? '', licenseId: bare[1] ?? '' }] },
  });
  const activated = async (licenseId: string, fingerprint: string) => {
    const { licenseActivate } = await activateLicense(customer, { input: { licenseId, fingerprint } });
    return done(licenseActivate).activation?.id ?? '';
  };
  const { license } = await getLicense(customer, { id: bare[2] ?? '' });
  const { maintenanceCodes } = await listMaintenanceCodes(customer, { first: 100 });
  const packs = new Set(bundles);
  return {
    ...(await othersOf(graph, 'cronwell', Object.keys(tables) as Kind[])),
    ...{ customerId, productId, otherProductId, bundled, bare, otherLicense, codes },
    association: done(used).maintenanceCodes?.[0]?.association?.id ?? '',
    bundledAssociation: maintenanceCodes?.nodes.find(({ id }) => packs.has(id))?.association?.id ?? '',
    activationCode: license?.activationCode ?? '',
    activationId: await activated(bundled[0] ?? '', 'machine one'),
    bareActivation: await activated(bare[3] ?? '', 'machine two'),
    requestCode: await makeRequestCode('machine without a network'),
    draft: done(draft).order?.id ?? '',
    invoice: { id: invoiced.invoiceId, total: invoiced.total },
    ownOrder: own.orderId,
    ownLicenses: own.lines[0] ?? [],
  };
}

/** A license whose contract can be renewed today, and an offer of that. */
async function deskhavenOf(graph: TestGraph, clientOf: ClientOf): Promise<Ground['deskhaven']> {
  const customer = await clientOf('deskhaven.customer');
  const { licenses } = await listLicenses(customer, { first: 100 });
  for (const { id: licenseId } of licenses?.nodes ?? []) {
    const { license } = await getRenewalQuote(customer, { licenseId });
    if ((license?.renewalQuote?.total ?? null) === null) continue;
    const { quoteIssue: issued } = await quoteIssue(customer, { input: { subjectIds: [licenseId] } });
    if (issued.userErrors.length > 0) continue;
    const others = await othersOf(graph, 'deskhaven', ['license', 'quote', 'account']);
    return { ...others, licenseId, quoteId: issued.quote?.id ?? '' };
  }
  throw new Error('Nothing of the customer can be renewed.');
}

/** A license with a running ticket, another with a price, and 100 credits. */
async function cartwrightOf(graph: TestGraph, clientOf: ClientOf): Promise<Ground['cartwright']> {
  const buyer = await clientOf('cartwright.customer');
  const [productId = ''] = await productsOf(graph, 'cartwright');
  const { lines } = await bought(
    {
      ...{ seller: 'cartwright.admin', buyer },
      lines: [
        { kind: 'LICENSE', productId, metric: 'LICENSE' },
        { kind: 'SUPPORT_PACKAGE', supportUnits: 100 },
      ],
    },
    clientOf,
  );
  const licenseId = lines[0]?.[0] ?? '';
  const opened = async (subject: string) => {
    for (;;) {
      const { ticketOpen: ticket } = await ticketOpen(buyer, {
        input: { licenseId, subject, body: 'What does it cost?', channel: 'PORTAL' },
      });
      // So new that support may not have heard of it.
      if (ticket.userErrors[0]?.code !== 'LICENSE_NOT_FOUND') return done(ticket).ticket?.id ?? '';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const [ticketId, priced] = [await opened('To be assessed'), await opened('To be confirmed')];
  const { ticketAssess: assessed } = await ticketAssess(await clientOf('cartwright.agent'), {
    input: { ticketId: priced, category: 'MODIFICATION', units: 40 },
  });
  done(assessed);
  return { ...(await othersOf(graph, 'cartwright', ['license', 'ticket'])), licenseId, ticketId, priced };
}

const tables = {
  account: ['licensing', 'account', "kind = 'CUSTOMER'"],
  license: ['licensing', 'license', "status = 'ACTIVE'"],
  product: ['licensing', 'product', 'true'],
  code: ['licensing', 'maintenance_code', 'true'],
  order: ['billing', 'sales_order', 'true'],
  invoice: ['billing', 'invoice', 'true'],
  quote: ['billing', 'quote', 'true'],
  ticket: ['support', 'ticket', 'true'],
} as const;
type Kind = keyof typeof tables;

/** Rows of the demo that are not for a tenant's customer and reseller to see: of their tenant, and of another. */
export interface Others {
  readonly neighbor: Readonly<Partial<Record<Kind, string>>>;
  readonly foreign: Readonly<Partial<Record<Kind, string>>>;
}

async function othersOf(graph: TestGraph, tenant: string, kinds: readonly Kind[]): Promise<Others> {
  const roleOf = (part: string) => graph.world.cast.find(({ name }) => name === `${tenant}.${part}`);
  const { vendorId, accountId: customer } = roleOf('customer') ?? {};
  const reseller = roleOf('reseller')?.accountId;
  const pick = async (kind: Kind, whose: string) => {
    const [service, table, where] = tables[kind];
    const [row] = await graph.rows<{ id: string }>(
      service,
      `select id from ${table} where ${whose} and ${where} and $1::text || $2::text || $3::text <> '' order by id limit 1`,
      [vendorId, customer, reseller],
    );
    if (row === undefined) throw new Error(`The demo has no ${kind} of others than those of ${tenant}.`);
    return [kind, row.id] as const;
  };
  const notTheirs = (kind: Kind) =>
    `vendor_id = $1 and ${kind === 'account' ? 'id' : 'account_id'} <> all(array[$2, $3])
     and coalesce(reseller_id, '') <> $3`;
  const neighbors = kinds.filter((kind) => kind !== 'product');
  return {
    neighbor: Object.fromEntries(await Promise.all(neighbors.map((kind) => pick(kind, notTheirs(kind))))),
    foreign: Object.fromEntries(await Promise.all(kinds.map((kind) => pick(kind, 'vendor_id <> $1')))),
  };
}
