import {
  Kind,
  TypeInfo,
  isAbstractType,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { conditionOf, executorKey } from './selection.js';

/**
 * The document as the executor gets it: one operation with the fragments that it uses,
 * - without introspection (the executor fails on `__schema` beside other fields), without `__typename` on the
 *   root (it would ask nobody) and without what `@skip(if: true)` rules out (it fails when that was all);
 * - with `__typename` wherever the type of an answer is open, because completion needs it;
 * - with aliases of ours. Null when nothing is left to ask a subgraph.
 */
export function executableDocument(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode | null {
  const definitions: DefinitionNode[] = [operation, ...reachable(operation, fragments)];
  const typeInfo = new TypeInfo(schema);
  const rootType = schema.getRootType(operation.operation);
  const rewritten = visit(
    { kind: Kind.DOCUMENT, definitions } as DocumentNode,
    visitWithTypeInfo(typeInfo, {
      InlineFragment: { enter: removedWhenRuledOut },
      FragmentSpread: removedWhenRuledOut,
      Field(node) {
        if (conditionOf(node.directives) === 'never') return null;
        const isMeta = node.name.value.startsWith('__');
        if (isMeta) return typeInfo.getParentType() === rootType ? null : typename;
        const key = executorKey(node);
        return key === node.name.value ? undefined : { ...node, alias: { kind: Kind.NAME, value: key } };
      },
      SelectionSet: {
        leave(node) {
          const parent = typeInfo.getParentType();
          if (!isAbstractType(parent) || node.selections.some(isPlainTypename)) return undefined;
          return { ...node, selections: [...node.selections, typename] };
        },
      },
    }),
  );
  const pruned = withoutEmptySelections(rewritten);
  const main = pruned.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return main === undefined ? null : pruned;
}

function removedWhenRuledOut({ directives }: FragmentSpreadNode | InlineFragmentNode): null | undefined {
  return conditionOf(directives) === 'never' ? null : undefined;
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function isPlainTypename(node: SelectionNode): boolean {
  return node.kind === Kind.FIELD && node.alias === undefined && node.name.value === '__typename';
}

/**
 * Fragments that became empty vanish with their spreads, until nothing more does. A field stays, because its
 * object is asked for even when none of its fields is.
 */
function withoutEmptySelections(document: DocumentNode): DocumentNode {
  for (let current = document; ;) {
    const left = new Set(
      current.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION && one.selectionSet.selections.length > 0
          ? [one.name.value]
          : [],
      ),
    );
    const next = visit(current, {
      FragmentSpread: (node) => (left.has(node.name.value) ? undefined : null),
      Field: { leave: typenameWhenEmpty },
      InlineFragment: { leave: removedWhenEmpty },
      FragmentDefinition: { leave: removedWhenEmpty },
      OperationDefinition: { leave: removedWhenEmpty },
    });
    if (next === current) return current;
    current = next;
  }
}

function typenameWhenEmpty(node: FieldNode): FieldNode | undefined {
  const { selectionSet } = node;
  if (selectionSet?.selections.length !== 0) return undefined;
  return { ...node, selectionSet: { ...selectionSet, selections: [typename] } };
}

function removedWhenEmpty(
  node: ASTNode & { selectionSet: { selections: readonly SelectionNode[] } },
): null | undefined {
  return node.selectionSet.selections.length === 0 ? null : undefined;
}

/** The fragments that an operation uses, each once. */
export function reachable(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const pending: ASTNode[] = [operation];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || found.has(name.value)) return;
        found.set(name.value, fragment);
        pending.push(fragment);
      },
    });
  }
  return [...found.values()];
}
