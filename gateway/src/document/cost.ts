import {
  Kind,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from '../execution/selection.js';

/**
 * What an operation may make the house do, counted in objects before anything is done:
 * - a leaf costs nothing, an object 1;
 * - a field with `first` or `last` (20 when neither is given) counts the lists right below it that often,
 *   and `totalCount` 10, because it is counted over all rows;
 * - a list without pages counts 5 times, since it is short by nature (rules, facts, lines); introspection 10 in all;
 * - alternatives (fragments on different types) are added up, conditions (@skip, @include) count as met.
 */
export type CostOf = (variables: Variables) => number;

const defaultPageSize = 20;
const maxPageSize = 100;
const plainListSize = 5;
const totalCountCost = 10;
const introspectionCost = 10;

interface Costing {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** The cost of one selection, given the size of the page it stands on (null: on none). */
type SelectionCost = (variables: Variables, pageSize: number | null) => number;

export function compileCost(costing: Costing, operation: OperationDefinitionNode): CostOf {
  const root = costing.schema.getRootType(operation.operation);
  if (root === undefined || root === null) return () => 0;
  const cost = ofSelections(costing, root, operation.selectionSet);
  return (variables) => cost(variables, null);
}

function ofSelections(costing: Costing, type: GraphQLNamedType, set: SelectionSetNode): SelectionCost {
  const parts: SelectionCost[] = [];
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const part = ofField(costing, type, selection);
      if (part !== null) parts.push(part);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : costing.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const condition = fragment.typeCondition?.name.value;
    const narrowed = condition === undefined ? type : costing.schema.getType(condition);
    if (narrowed !== undefined) parts.push(ofSelections(costing, narrowed, fragment.selectionSet));
  }
  return (variables, pageSize) => {
    let sum = 0;
    for (const part of parts) sum += part(variables, pageSize);
    return sum;
  };
}

function ofField(costing: Costing, type: GraphQLNamedType, node: FieldNode): SelectionCost | null {
  const name = node.name.value;
  if (name.startsWith('__')) return name === '__typename' ? null : () => introspectionCost;
  const definition = fieldOf(type, name);
  if (definition === undefined) return null;
  if (name === 'totalCount') return () => totalCountCost;
  const fieldType = getNamedType(definition.type);
  if (isLeafType(fieldType) || node.selectionSet === undefined) return null;
  const below = ofSelections(costing, fieldType, node.selectionSet);
  if (isList(definition.type)) {
    return (variables, pageSize) => (pageSize ?? plainListSize) * (1 + below(variables, null));
  }
  const sizeOf = pageSizeOf(definition, node);
  return (variables) => 1 + below(variables, sizeOf(variables));
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function pageSizeOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (variables: Variables) => number | null {
  if (!definition.args.some(({ name }) => name === 'first' || name === 'last')) return () => null;
  const asked = node.arguments?.filter(({ name }) => name.value === 'first' || name.value === 'last') ?? [];
  return (variables) => {
    const sizes = asked.flatMap(({ value }) => {
      const size =
        value.kind === Kind.INT
          ? Number(value.value)
          : value.kind === Kind.VARIABLE
            ? variables[value.name.value]
            : undefined;
      return typeof size === 'number' ? [size] : [];
    });
    // A size outside 1 to 100 is refused by the subgraph; here it only must not make anything cheap.
    return sizes.length === 0 ? defaultPageSize : Math.min(Math.max(1, ...sizes), maxPageSize);
  };
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
