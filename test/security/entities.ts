import { getNamedType, isLeafType, isObjectType, parse, type GraphQLObjectType } from 'graphql';
import type { World } from '@mainstay/demo/world/world';
import type { SubgraphExecutor } from '@mainstay/kernel/graph/executor';
import type { DatabaseRole, Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';
import { testNow } from '../harness/graph.js';
import { apiSchema, type Column } from './matrix.js';
import { Observed, type Answer } from './observed.js';
import { dearLeaves } from './survey.js';
import { columnOf, hiddenTexts, rowTypes, visibleRows, worldRows, type Asker } from './world-rows.js';

const roles: Readonly<Record<Column, readonly [ViewerRole, DatabaseRole]>> = {
  ADMIN: ['VENDOR_ADMIN', 'app_admin'],
  AGENT: ['SUPPORT_AGENT', 'app_agent'],
  ANALYST: ['ANALYST', 'app_analyst'],
  RESELLER: ['RESELLER', 'app_reseller'],
  CUSTOMER: ['CUSTOMER', 'app_customer'],
  PARTNER: ['PARTNER', 'app_reseller'],
  PRODUCT: ['PRODUCT', 'app_product'],
  OPERATOR: ['OPERATOR', 'app_operator'],
};

/** A viewer as the gateway hands it on. */
function viewerOf(role: Asker): Viewer {
  const column = columnOf(role);
  const [kind, databaseRole] = roles[column];
  const licenseId = role.licenseId ?? null;
  return {
    ...{ role: kind, databaseRole, vendorId: role.vendorId, accountId: role.accountId, licenseId },
    ...{ userId: null, membershipId: null, keyId: null, now: testNow, zone: 'UTC' },
    scopes: column === 'PARTNER' ? ['licensing:read', 'support:read', 'billing:read'] : [],
  };
}

/** Which types each subgraph finds by reference, and what it knows of them. */
const referable: Readonly<Record<string, readonly string[]>> = {
  licensing: ['Account', 'License', 'Product'],
  support: ['Account', 'License', 'Ticket'],
  billing: ['Account', 'License', 'Product', 'Invoice', 'Quote', 'Order'],
};
const ownerOf: Readonly<Record<string, string>> = {
  Ticket: 'support',
  Invoice: 'billing',
  Quote: 'billing',
  Order: 'billing',
};
const isOwner = (service: string, type: string) => (ownerOf[type] ?? 'licensing') === service;

/** Fields of a type that other subgraphs add to it. */
const added: Readonly<Record<string, string>> = {
  'Account.tickets': 'support',
  'Account.supportGrants': 'support',
  'Account.supportBalance': 'support',
  'Account.supportOptions': 'support',
  'License.tickets': 'support',
  'License.supportEntitlement': 'support',
  'Account.invoices': 'billing',
  'License.latestInvoice': 'billing',
  'Account.quotes': 'billing',
  'License.openQuote': 'billing',
  'License.renewalQuote': 'billing',
  'Product.offers': 'billing',
  'Account.orders': 'billing',
  'License.order': 'billing',
};

/** Fields that lead to one row. */
const referred = new Set([
  ...['latestInvoice', 'openQuote', 'account', 'customer'],
  ...['order', 'invoice', 'quote'],
]);

function selectionOf(service: string, type: GraphQLObjectType): string {
  const parts = Object.values(type.getFields()).flatMap(({ name, type: yields }) => {
    const owner = added[`${type.name}.${name}`] ?? ownerOf[type.name] ?? 'licensing';
    if (owner !== service || (name === 'id' && !isOwner(service, type.name))) return [];
    const target = getNamedType(yields);
    if (isLeafType(target)) return dearLeaves.has(`${type.name}.${name}`) ? [] : [name];
    if (!isObjectType(target)) return [];
    if (target.name.endsWith('Connection'))
      return [`${name}(first: 20) { __typename totalCount nodes { __typename id } }`];
    return referred.has(name) ? [`${name} { __typename id }`] : [];
  });
  return parts.join(' ');
}

/** A product has no grant on most of what it is asked here, an operator on nothing: whole reads are refused. */
function mayFail(role: Asker): boolean {
  return columnOf(role) === 'PRODUCT' || columnOf(role) === 'OPERATOR';
}

interface Asking {
  readonly world: World;
  readonly role: Asker;
}

/** Every row of the world by reference, of all vendors, as nobody but a gateway could ask. */
export async function faultsByReference(
  executor: SubgraphExecutor,
  service: string,
  asking: Asking,
): Promise<string[]> {
  const { world, role } = asking;
  const viewer = viewerOf(role);
  const faults: string[] = [];
  const hidden = hiddenTexts(world, role);
  for (const name of referable[service] ?? []) {
    const type = apiSchema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no type of the graph.`);
    const ids = worldRows(world, name).map((row) => String(row['id']));
    const visible = visibleRows(world, role).get(name);
    const own = isOwner(service, name);
    for (let start = 0; start < ids.length; start += 200) {
      const asked = ids.slice(start, start + 200);
      const answer = (await executor({
        ...{ viewer, requestId: 'by reference' },
        document: parse(`query ($of: [_Any!]!) { _entities(representations: $of) {
          ... on ${name} { __typename ${selectionOf(service, type)} } } }`),
        variables: { of: asked.map((id) => ({ __typename: name, id })) },
      })) as Answer;
      const entities = (answer.data?.['_entities'] ?? []) as (Record<string, unknown> | null)[];
      const found = asked.filter((_, index) => (entities[index] ?? null) !== null);
      if (own && found.some((id) => visible?.has(id) !== true))
        faults.push(`${name}: a row of others was found`);
      if (
        own &&
        answer.errors === undefined &&
        found.length !== asked.filter((id) => visible?.has(id)).length
      )
        faults.push(`${name}: ${String(found.length)} were found`);
      if (answer.errors !== undefined && !mayFail(role))
        faults.push(`${name}: ${JSON.stringify(answer.errors[0])}`);
      faults.push(...foreignIn(answer, asking));
      const text = JSON.stringify(answer);
      faults.push(
        ...[...hidden]
          .filter((one) => text.includes(one))
          .map((one) => `${name}: told of ${one.slice(0, 3)}…`),
      );
    }
  }
  return faults;
}

function foreignIn(answer: Answer, { world, role }: Asking): string[] {
  const observed = new Observed();
  observed.take({ data: answer.data ?? null });
  const visible = visibleRows(world, role);
  return rowTypes
    .filter((type) => [...(observed.rows.get(type) ?? [])].some((id) => visible.get(type)?.has(id) !== true))
    .map((type) => `a ${type} of others was shown`);
}
