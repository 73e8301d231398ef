import {
  Kind,
  OperationTypeNode,
  executeSync,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';
import { collectFields, type Variables } from './execution/selection.js';

/** Who may read the schema: everybody who develops against it. A customer's or a product's session does not. */
const readers: ReadonlySet<ViewerRole> = new Set<ViewerRole>([
  'VENDOR_ADMIN',
  'SUPPORT_AGENT',
  'RESELLER',
  'PARTNER',
  'ANALYST',
  'OPERATOR',
]);

export function mayIntrospect(viewer: Pick<Viewer, 'role'>): boolean {
  return readers.has(viewer.role);
}

/** The part of an operation that asks about the schema: answered from memory, by no subgraph. */
export interface SchemaQuestions {
  answer(variables: Variables): Readonly<Record<string, unknown>>;
}

/** Null when the operation asks nothing about the schema, wherever in fragments the question might hide. */
export function schemaQuestions(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SchemaQuestions | null {
  const root = schema.getQueryType();
  if (root === undefined || root === null || operation.operation !== OperationTypeNode.QUERY) return null;
  const sets = [{ set: operation.selectionSet, include: null }];
  const asked = collectFields({ schema, fragments }, root, sets).filter(({ node }) => isQuestion(node));
  if (asked.length === 0) return null;
  const selections = asked.flatMap(({ node, below }): FieldNode[] =>
    below.map(({ set }) => ({ ...node, directives: [], selectionSet: set })),
  );
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } },
      ...fragments.values(),
    ],
  };
  return { answer: remembered(schema, document, operation) };
}

function isQuestion(node: FieldNode): boolean {
  return node.name.value === '__schema' || node.name.value === '__type';
}

/** The whole schema takes milliseconds to describe: without variables it is described once. */
function remembered(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
  const describe = (variableValues: Variables): Readonly<Record<string, unknown>> =>
    executeSync({ schema, document, variableValues, operationName: operation.name?.value ?? null }).data ??
    {};
  if ((operation.variableDefinitions ?? []).length > 0) return describe;
  let description: Readonly<Record<string, unknown>> | null = null;
  return (variables: Variables) => (description ??= describe(variables));
}
