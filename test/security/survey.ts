import type { World } from '@mainstay/demo/world/world';
import { buildTestWorld } from '@mainstay/demo/test-world';
import {
  getNamedType,
  isLeafType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { apiSchema } from './matrix.js';
import { freeLicenses } from './transfer-probes.js';
import { worldRows } from './world-rows.js';

/** One question that reads every row of a root list, page by page, or one root field without pages. */
export interface Question {
  readonly root: string;
  /** With `$first` and `$after` where the root field is a list. */
  readonly document: string;
  readonly first: number;
  /** How many pages are read at most; null for a root field that has none. */
  readonly pages: number | null;
}

/** What required arguments are given; a new one that stands not here stops the survey. */
const samples: Readonly<Record<string, string>> = {
  'License.mayUse': '(version: "1.0.0")',
  'Query.mailPreview': '(template: NOTICE)',
  'Query.maintenanceAssociatePreview': `(pairs: [${pairsOf(buildTestWorld()).join()}])`,
  'Query.licenseTransferPreview': `(licenses: [${handedOf(buildTestWorld()).join()}])`,
};

/** A pack that is left to use with a license that has cover, and one that there is nowhere. */
function pairsOf(world: World): string[] {
  const pack = worldRows(world, 'MaintenanceCode').find(
    ({ state, metric }) => state === 'UNUSED' && metric === 'LICENSE',
  );
  const license = worldRows(world, 'License').find(
    (row) => row['account_id'] === pack?.['account_id'] && row['product_id'] === pack?.['product_id'],
  );
  if (pack === undefined || license === undefined) throw new Error('No pack of the world is left to use.');
  return [pack['id'], 'nowhere'].map(
    (code) => `{ maintenanceCodeId: "${String(code)}", licenseId: "${String(license['id'])}" }`,
  );
}

/** Two licenses that can go of each reseller, to a customer and to a company that is made; and one that there is nowhere. */
function handedOf(world: World): string[] {
  const customers = Map.groupBy(worldRows(world, 'Account'), (row) => row['reseller_id']);
  const sold = [...Map.groupBy(freeLicenses(world), (row) => row['account_id'])];
  const items = sold.slice(0, 40).flatMap(([reseller, [first, second]]) => {
    const customer = customers.get(reseller)?.find(({ kind }) => kind === 'CUSTOMER');
    return [
      ...(customer === undefined ? [] : [[first, `customerId: "${String(customer['id'])}"`] as const]),
      [second, 'companyName: "Nobody Ltd"'] as const,
    ];
  });
  return [...items, [{ id: 'nowhere' }, 'companyName: "Nobody Ltd"'] as const].flatMap(([license, to]) =>
    license === undefined ? [] : [`{ licenseId: "${String(license['id'])}", ${to} }`],
  );
}

/** Leaves that cost as much to answer as whole rows do: asked of a few rows alone. */
export const dearLeaves: ReadonlySet<string> = new Set(['Invoice.pdf']);

/** Small, so that a page of pages stays far below the limit of cost. */
const nested = { first: 20, deeper: 3, outer: 5 };
const wide = 100;
/** Plain columns are read of every row; what is dear, of the first rows alone. */
export const allPages = 1_000;
const firstPages = 1;

/** Questions that together read every field of the schema that somebody can reach, as far as lists lead to it. */
function surveyOf(schema: GraphQLSchema): Question[] {
  const survey = new Survey(listedTypesOf(schema));
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => survey.ofRoot(field));
}

export function isConnection(type: GraphQLObjectType): boolean {
  return type.name.endsWith('Connection');
}

function objectOf(field: GraphQLField<unknown, unknown>): GraphQLObjectType | null {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : null;
}

function rowTypeOf(connection: GraphQLObjectType): GraphQLObjectType {
  const nodes = connection.getFields()['nodes'];
  const type = nodes === undefined ? null : objectOf(nodes);
  if (type === null) throw new Error(`${connection.name} has no nodes.`);
  return type;
}

function listedTypesOf(schema: GraphQLSchema): ReadonlySet<string> {
  return new Set(
    Object.values(schema.getQueryType()?.getFields() ?? {})
      .map(objectOf)
      .flatMap((type) => (type !== null && isConnection(type) ? [rowTypeOf(type).name] : [])),
  );
}

class Survey {
  /** Elsewhere only the ids of these are read. */
  private readonly listed: ReadonlySet<string>;

  constructor(listed: ReadonlySet<string>) {
    this.listed = listed;
  }

  ofRoot(field: GraphQLField<unknown, unknown>): Question[] {
    const type = objectOf(field);
    // One row by an argument: asked with ids of others in a test of its own.
    const sample = samples[`Query.${field.name}`];
    if (type === null || (field.args.length > 0 && sample === undefined && !isConnection(type))) return [];
    if (!isConnection(type)) {
      const document = `{ ${field.name}${sample ?? ''} ${this.whole(type)} }`;
      return [{ root: field.name, document, first: 0, pages: null }];
    }
    return this.ofList(field.name, type);
  }

  private ofList(root: string, connection: GraphQLObjectType): Question[] {
    const row = rowTypeOf(connection);
    const ask = (first: number, selection: string, more = ''): Question => ({
      ...{ root, first, pages: more === '' ? firstPages : allPages },
      document: `query ($first: Int!, $after: String) { ${root}(first: $first, after: $after) {
        __typename pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor } ${more}
        nodes { __typename id ${selection} } } }`,
    });
    const fields = Object.values(row.getFields());
    const isDear = ({ name }: GraphQLField<unknown, unknown>) => dearLeaves.has(`${row.name}.${name}`);
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)) && !isDear(field));
    const others = fields.filter((field) => objectOf(field) !== null);
    const lists = others.filter((field) => this.isList(field));
    const single = others.filter((field) => !lists.includes(field));
    const edges = 'totalCount edges { __typename cursor node { __typename id } }';
    return [
      ask(wide, leaves.map(({ name }) => name).join(' '), edges),
      ...single.map((field) => ask(wide / 4, this.part(row, field))),
      ...fields.filter(isDear).map(({ name }) => ask(nested.outer, name)),
      ...lists.map((field) => ask(nested.outer, this.part(row, field))),
    ];
  }

  private isList(field: GraphQLField<unknown, unknown>): boolean {
    const type = objectOf(field);
    return type !== null && isConnection(type);
  }

  private part(
    owner: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    first = nested.first,
  ): string {
    const type = objectOf(field);
    if (type === null) return field.name;
    if (isConnection(type)) return `${field.name}(first: ${String(first)}) ${this.connection(type)}`;
    const argument = samples[`${owner.name}.${field.name}`] ?? '';
    if (this.listed.has(type.name)) return `${field.name} { __typename id }`;
    return `${field.name}${argument} ${this.whole(type)}`;
  }

  private connection(type: GraphQLObjectType): string {
    const row = rowTypeOf(type);
    const nodes = this.listed.has(row.name) ? '{ __typename id }' : this.whole(row);
    return `{ __typename totalCount pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor }
      edges { __typename cursor node { __typename id } } nodes ${nodes} }`;
  }

  private whole(type: GraphQLObjectType): string {
    const parts = Object.values(type.getFields()).map((field) => this.part(type, field, nested.deeper));
    return `{ __typename ${parts.join(' ')} }`;
  }
}

/** Types that a root field lists. */
export const listedTypes = listedTypesOf(apiSchema);

export const survey = surveyOf(apiSchema);
