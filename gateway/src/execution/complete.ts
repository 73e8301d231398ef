import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import {
  collectFields,
  executorKey,
  type CollectedField,
  type ConditionalSet,
  type Fragments,
  type Include,
  type Variables,
} from './selection.js';

/**
 * Completes the executor's answer as the specification asks, against the schema that clients see: only the
 * fields asked for, in their order, and a null where the schema forbids one takes its parent with it. The
 * executor itself does neither. Compiled once per operation into closures.
 */
export interface Completion {
  (
    answer: Readonly<Record<string, unknown>>,
    variables: Variables,
    errors: readonly GraphQLFormattedError[],
  ): Completed;
}

export interface Completed {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
}

type Path = (string | number)[];

interface Run {
  readonly variables: Variables;
  /** Where we are, kept by pushing and popping: a path object per value would cost more than the values. */
  readonly path: Path;
  /** Every path, and prefix of one, at which an error is already told. Null while there is none. */
  explained: Set<string> | null;
  readonly missing: GraphQLFormattedError[];
}

const gone = Symbol('a null that its place forbids');

/** Completes one value; `gone` hands the null to the parent. */
type Completer = (value: unknown, run: Run) => unknown;

interface FieldPlan {
  readonly key: string;
  /** Where the executor's answer holds it. */
  readonly source: string;
  readonly include: Include;
  /** Null for a leaf, whose value passes through. */
  readonly complete: Completer | null;
  readonly nonNull: boolean;
}

type Shape = (answer: Readonly<Record<string, unknown>>, run: Run) => Record<string, unknown> | typeof gone;

export function compileCompletion(
  context: Fragments,
  root: GraphQLObjectType,
  set: ConditionalSet['set'],
): { complete: Completion; fitPath: (path: Path) => Path } {
  const shapes = createShapes(context);
  const shape = shapes.of(root, [{ set, include: null }]);
  return {
    complete(answer, variables, errors) {
      const run: Run = { variables, path: [], explained: explainedBy(errors), missing: [] };
      const data = shape.complete(answer, run);
      return {
        data: data === gone ? null : data,
        errors: run.missing.length === 0 ? errors : [...errors, ...run.missing],
      };
    },
    fitPath: (path) => shape.fit(path, 0),
  };
}

/** What is left of a path from here on, in the client's words; it ends where the operation did not ask. */
type Fit = (path: Path, from: number) => Path;

const fitNothing: Fit = () => [];

interface CompiledShape {
  readonly complete: Shape;
  readonly fit: Fit;
}

interface CompiledType {
  readonly complete: Completer | null;
  readonly fit: Fit;
}

function createShapes(context: Fragments) {
  function of(type: GraphQLObjectType, sets: readonly ConditionalSet[]): CompiledShape {
    const plans: FieldPlan[] = [];
    const fits = new Map<string, { key: string; fit: Fit }>();
    for (const field of collectFields(context, type, sets)) {
      const { key, include } = field;
      // What we answer ourselves about the schema bears the client's own names.
      const source = field.node.name.value.startsWith('__') ? key : executorKey(field.node);
      const definition = type.getFields()[field.node.name.value];
      const compiled = definition === undefined ? ofMeta(type, field) : ofType(definition.type, field.below);
      const nonNull = definition !== undefined && isNonNullType(definition.type);
      plans.push({ key, source, include, complete: compiled.complete, nonNull });
      fits.set(source, { key, fit: compiled.fit });
    }
    return {
      complete: (answer, run) => completeObject(plans, answer, run),
      fit(path, from) {
        const next = fits.get(String(path[from]));
        return next === undefined ? [] : [next.key, ...next.fit(path, from + 1)];
      },
    };
  }

  /** The type's name is known here; introspection was answered by us and passes as it is. */
  function ofMeta(type: GraphQLObjectType, { node }: CollectedField): CompiledType {
    return { complete: node.name.value === '__typename' ? () => type.name : null, fit: fitNothing };
  }

  function ofType(type: GraphQLOutputType, sets: readonly ConditionalSet[]): CompiledType {
    const bare = isNonNullType(type) ? type.ofType : type;
    if (isLeafType(bare)) return { complete: null, fit: fitNothing };
    if (isListType(bare)) {
      const itemType = bare.ofType as GraphQLOutputType;
      return listOf(ofType(itemType, sets), isNonNullType(itemType));
    }
    const shapeOf = shapeByType(bare, sets);
    return {
      complete: (value, run) => {
        if (value === null || typeof value !== 'object') return null;
        const answer = value as Readonly<Record<string, unknown>>;
        const shape = shapeOf(answer['__typename']);
        return shape === null ? null : shape.complete(answer, run);
      },
      fit: (path, from) =>
        possibleNames(bare)
          .map((name) => shapeOf(name)?.fit(path, from) ?? [])
          .reduce((longest, fit) => (fit.length > longest.length ? fit : longest), []),
    };
  }

  /** An object has one shape; an abstract type one per object that answers, made when the first such one comes. */
  function shapeByType(
    type: GraphQLOutputType,
    sets: readonly ConditionalSet[],
  ): (typename: unknown) => CompiledShape | null {
    if (isObjectType(type)) {
      const only = of(type, sets);
      return () => only;
    }
    const shapes = new Map<string, CompiledShape>();
    const names = new Set(possibleNames(type));
    return (typename) => {
      if (typeof typename !== 'string' || !names.has(typename)) return null;
      const known = shapes.get(typename);
      if (known !== undefined) return known;
      const shape = of(context.schema.getType(typename) as GraphQLObjectType, sets);
      shapes.set(typename, shape);
      return shape;
    };
  }

  function possibleNames(type: GraphQLOutputType): string[] {
    if (isObjectType(type)) return [type.name];
    return isAbstractType(type) ? context.schema.getPossibleTypes(type).map((one) => one.name) : [];
  }

  return { of };
}

function listOf(item: CompiledType, itemNonNull: boolean): CompiledType {
  return {
    complete: completeList(item.complete, itemNonNull),
    fit(path, from) {
      const index = path[from];
      return typeof index === 'number' ? [index, ...item.fit(path, from + 1)] : [];
    },
  };
}

function completeObject(
  plans: readonly FieldPlan[],
  answer: Readonly<Record<string, unknown>>,
  run: Run,
): Record<string, unknown> | typeof gone {
  const object: Record<string, unknown> = {};
  for (const { key, source, include, complete, nonNull } of plans) {
    if (include !== null && !include(run.variables)) continue;
    let value = answer[source];
    if (complete !== null) {
      run.path.push(key);
      value = complete(value, run);
      run.path.pop();
    }
    if (value === gone || value === null || value === undefined) {
      if (nonNull) {
        if (value !== gone) explain(run, key);
        return gone;
      }
      value = null;
    }
    object[key] = value;
  }
  return object;
}

function completeList(item: Completer | null, itemNonNull: boolean): Completer {
  return (value, run) => {
    if (!Array.isArray(value)) return null;
    const items = value as readonly unknown[];
    const list: unknown[] = [];
    for (let index = 0; index < items.length; index++) {
      let one = items[index];
      if (item !== null) {
        run.path.push(index);
        one = item(one, run);
        run.path.pop();
      }
      if (one === gone || one === null || one === undefined) {
        if (itemNonNull) {
          if (one !== gone) explain(run, index);
          return gone;
        }
        one = null;
      }
      list.push(one);
    }
    return list;
  };
}

/** A null that takes its parent must not do so silently: when no subgraph told why, we say that it is missing. */
function explain(run: Run, last: string | number): void {
  const path = [...run.path, last];
  const name = nameOf(path);
  if (run.explained?.has(name) === true) return;
  run.explained ??= new Set();
  run.explained.add(name);
  run.missing.push({
    message: 'A value that must exist is missing.',
    path,
    extensions: { code: 'INTERNAL' },
  });
}

function explainedBy(errors: readonly GraphQLFormattedError[]): Set<string> | null {
  if (errors.length === 0) return null;
  const explained = new Set<string>();
  for (const { path } of errors) {
    for (let length = path?.length ?? 0; length > 0; length--)
      explained.add(nameOf(path?.slice(0, length) ?? []));
  }
  return explained;
}

function nameOf(path: readonly (string | number)[]): string {
  return path.join('.');
}
