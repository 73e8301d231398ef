import { Kind, getOperationAST, type DocumentNode, type SelectionSetNode } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { FaultCode } from '@mainstay/kernel/graph/errors';

/** What a subgraph was asked: enough to say which fields stay empty when it does not answer. */
interface FetchOutline {
  readonly roots: readonly RootOutline[];
}

interface RootOutline {
  readonly key: string;
  /** The variable that holds the entities, when this root field asks for some. */
  readonly entitiesVariable: string | null;
  readonly byType: readonly { readonly typename: string | null; readonly keys: readonly string[] }[];
}

const outlines = new WeakMap<DocumentNode, FetchOutline>();
/** More errors than a client reads; the rest of the fields are null all the same. */
const maxErrorsPerFetch = 100;

export interface Fetch {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

export interface Failure {
  readonly code: FaultCode;
  readonly message: string;
  readonly reference?: string | undefined;
  readonly field?: string | undefined;
}

/**
 * One error for each field that a failed fetch leaves empty, at the field's place in the fetch. The executor
 * moves them to their places in the client's answer; without this it would put one error on the first field.
 */
export function failureErrors(fetch: Fetch, failure: Failure): GraphQLFormattedError[] {
  const { message, ...rest } = failure;
  const extensions = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return emptyPaths(fetch).map((path) => ({ message, path, extensions }));
}

/** Errors that name no place, or a whole entity, are spread over the fields that they empty; others stay. */
export function placedErrors(
  fetch: Fetch,
  errors: readonly GraphQLFormattedError[],
): readonly GraphQLFormattedError[] {
  if (errors.every(({ path }) => path !== undefined && path.length > 2)) return errors;
  const empty = emptyPaths(fetch);
  return errors.flatMap((error) => {
    const path = error.path ?? [];
    const within = empty.filter(
      (one) => one.length > path.length && path.every((part, at) => one[at] === part),
    );
    return within.length === 0 ? [error] : within.map((one) => ({ ...error, path: one }));
  });
}

function emptyPaths({ document, variables }: Fetch): (string | number)[][] {
  const paths: (string | number)[][] = [];
  for (const root of outlineOf(document).roots) {
    if (root.entitiesVariable === null) {
      paths.push([root.key]);
      continue;
    }
    const entities = variables?.[root.entitiesVariable];
    if (!Array.isArray(entities)) continue;
    entities.forEach((entity: unknown, index) => {
      for (const { typename, keys } of root.byType) {
        if (typename !== null && typename !== typenameOf(entity)) continue;
        for (const key of keys) if (paths.length < maxErrorsPerFetch) paths.push([root.key, index, key]);
      }
    });
  }
  return paths;
}

function typenameOf(entity: unknown): unknown {
  return entity !== null && typeof entity === 'object' && '__typename' in entity ? entity.__typename : null;
}

function outlineOf(document: DocumentNode): FetchOutline {
  const known = outlines.get(document);
  if (known !== undefined) return known;
  const operation = getOperationAST(document);
  const selections = operation?.selectionSet.selections ?? [];
  const roots = selections.flatMap((node): RootOutline[] => {
    if (node.kind !== Kind.FIELD) return [];
    const key = node.alias?.value ?? node.name.value;
    if (node.name.value !== '_entities') return [{ key, entitiesVariable: null, byType: [] }];
    const value = node.arguments?.find(({ name }) => name.value === 'representations')?.value;
    const entitiesVariable = value?.kind === Kind.VARIABLE ? value.name.value : '';
    return [{ key, entitiesVariable, byType: entityOutline(node.selectionSet) }];
  });
  const outline = { roots };
  outlines.set(document, outline);
  return outline;
}

function entityOutline(set: SelectionSetNode | undefined): RootOutline['byType'] {
  return (set?.selections ?? []).flatMap((node) => {
    if (node.kind !== Kind.INLINE_FRAGMENT) return [];
    return [{ typename: node.typeCondition?.name.value ?? null, keys: keysOf(node.selectionSet) }];
  });
}

function keysOf(set: SelectionSetNode): string[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) return keysOf(node.selectionSet);
    if (node.kind !== Kind.FIELD || node.name.value === '__typename') return [];
    return [node.alias?.value ?? node.name.value];
  });
}
