import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  isAbstractType,
  parse,
  specifiedDirectives,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema, createResolversMap, getMetadataStorage } from 'type-graphql';
import { guardMarkedFields, visibilityDirectives } from './visibility.js';

type ResolverClass = new () => object;
type AnyClass = abstract new () => object;

/** Finds what a reference of another subgraph names, as the viewer may see it; null where it sees none. */
export type ReferenceResolver<Context> = (
  reference: { readonly __typename: string; readonly id: string },
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;

export interface SubgraphDefinition<Context> {
  readonly name: string;
  readonly resolvers: readonly ResolverClass[];
  /** Types that only `_entities` reaches: without a mention here they would vanish silently. */
  readonly orphanedTypes?: readonly AnyClass[];
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
}

export interface BuiltSubgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** What the supergraph is composed from, and what is committed. */
  readonly sdl: string;
}

const federationLink = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@composeDirective"])
  @link(url: "https://mainstay.invalid/visibility/v1.0", import: ["@secret", "@personal"])
  @composeDirective(name: "@secret")
  @composeDirective(name: "@personal")
`;

/** Plain rows need no per-field wrapper of TypeGraphQL's: fields are read by name. */
function readFieldsByName(): void {
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
}

function typenameOf(row: unknown): string | undefined {
  const name = typeof row === 'object' && row !== null && '__typename' in row ? row.__typename : undefined;
  return typeof name === 'string' ? name : undefined;
}

/**
 * Rows are plain, so interfaces and unions are told apart by `__typename`. TypeGraphQL looks for instances of its
 * classes instead and throws, and compiled execution does not catch that: the request would hang, the process end.
 */
function tellTypesByName(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type) && type.name !== '_Entity') type.resolveType = typenameOf;
}

/** TypeGraphQL's classes become a federated schema, without a database. */
export async function buildSubgraph<Context>(
  definition: SubgraphDefinition<Context>,
): Promise<BuiltSubgraph> {
  readFieldsByName();
  const [first, ...rest] = definition.resolvers;
  if (first === undefined) throw new Error(`The subgraph ${definition.name} has no resolvers.`);
  const plain = await buildSchema({
    resolvers: [first, ...rest],
    orphanedTypes: [...(definition.orphanedTypes ?? [])],
    directives: [...specifiedDirectives, ...visibilityDirectives],
    skipCheck: true,
    validate: false,
  });
  const sdl = `${federationLink}\n${printSchemaWithDirectives(plain)}`;
  const resolvers = createResolversMap(plain);
  for (const [type, resolve] of Object.entries(definition.references)) {
    const fields = resolvers[type];
    if (fields === undefined)
      throw new Error(`The subgraph ${definition.name} has no type ${type} to refer to.`);
    Object.assign(fields, { __resolveReference: resolve });
  }
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
  tellTypesByName(schema);
  guardMarkedFields(schema);
  return { name: definition.name, schema, sdl };
}
