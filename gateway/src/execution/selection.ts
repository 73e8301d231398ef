import {
  Kind,
  isAbstractType,
  type ConstDirectiveNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** Whether a selection counts under these variables; null when it always does. */
export type Include = ((variables: Variables) => boolean) | null;

/** A selection set together with the conditions of everything around it. */
export interface ConditionalSet {
  readonly set: SelectionSetNode;
  readonly include: Include;
}

/** One response key: every place that asks for it. It is answered when any of them counts. */
export interface CollectedField {
  readonly key: string;
  readonly node: FieldNode;
  readonly include: Include;
  readonly below: readonly ConditionalSet[];
}

export interface Fragments {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * The key under which the executor answers a field. A client's alias never reaches it: the executor reads an
 * entity's key fields out of the answer by their names, and `id: name` would make it ask about names.
 */
export function executorKey({ alias, name }: FieldNode): string {
  return alias === undefined || alias.value === name.value ? name.value : `${alias.value}__as__${name.value}`;
}

/** The specification's CollectFields, done once per operation: conditions stay open until variables are known. */
export function collectFields(
  context: Fragments,
  type: GraphQLObjectType,
  sets: readonly ConditionalSet[],
): CollectedField[] {
  const found = new Map<string, { node: FieldNode; include: Include; below: ConditionalSet[] }>();
  for (const { set, include } of sets) collectInto(found, { context, type, set, include });
  return [...found].map(([key, field]) => ({ key, ...field }));
}

interface Collecting {
  readonly context: Fragments;
  readonly type: GraphQLObjectType;
  readonly set: SelectionSetNode;
  readonly include: Include;
}

function collectInto(
  found: Map<string, { node: FieldNode; include: Include; below: ConditionalSet[] }>,
  { context, type, set, include }: Collecting,
): void {
  for (const selection of set.selections) {
    const here = conditionOf(selection.directives);
    if (here === 'never') continue;
    const both = and(include, here);
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const below =
        selection.selectionSet === undefined ? [] : [{ set: selection.selectionSet, include: both }];
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { node: selection, include: both, below });
      } else {
        known.include = or(known.include, both);
        known.below.push(...below);
      }
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : context.fragments.get(selection.name.value);
    if (fragment === undefined || !applies(context.schema, fragment.typeCondition?.name.value, type))
      continue;
    collectInto(found, { context, type, set: fragment.selectionSet, include: both });
  }
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return (
    conditionType !== undefined && isAbstractType(conditionType) && schema.isSubType(conditionType, type)
  );
}

/** What @skip and @include say at one place: decided by the document itself, by variables, or not at all. */
export function conditionOf(
  directives: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined,
): Include | 'never' {
  let include: Include = null;
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const wanted = name === 'include';
    if (value?.kind === Kind.BOOLEAN) {
      if (value.value !== wanted) return 'never';
    } else if (value?.kind === Kind.VARIABLE) {
      const variable = value.name.value;
      include = and(include, (variables) => variables[variable] === wanted);
    }
  }
  return include;
}

function and(left: Include, right: Include): Include {
  if (left === null) return right;
  if (right === null) return left;
  return (variables) => left(variables) && right(variables);
}

function or(left: Include, right: Include): Include {
  if (left === null || right === null) return null;
  return (variables) => left(variables) || right(variables);
}
