import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { UserFault } from '@mainstay/kernel/graph/errors';
import { expected, fieldNames, missingFields } from '../document/expected.js';
import { requiredAt } from '../document/places.js';
import { nulMessage, refusal } from '../document/refusal.js';
import type { Variables } from './selection.js';

export type CoercedVariables =
  { readonly variables: Variables } | { readonly errors: readonly GraphQLError[] };

const reportedErrors = 10;

/** Coerced once by the schema; a fault names the variable and the place within it, and never its value. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables,
): CoercedVariables {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return { variables: {} };
  const { coerced, errors } = getVariableValues(
    schema,
    definitions,
    { ...given },
    { maxErrors: reportedErrors },
  );
  if (errors === undefined) return unstorable(definitions, coerced) ?? { variables: coerced };
  const faulty = new Set(errors.map(({ nodes }) => nodes?.[0]));
  const faults = definitions
    .filter((definition) => faulty.has(definition))
    .flatMap((definition) => faultsOf(schema, definition, given));
  return { errors: faults.slice(0, reportedErrors) };
}

/** What is wrong within a value, and where. */
interface Fault {
  readonly field: string;
  readonly says: string;
}

function faultsOf(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  given: Variables,
): readonly GraphQLError[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return [];
  return faultsWithin(name, type, Object.hasOwn(given, name) ? given[name] : undefined).map(
    ({ field, says }) =>
      refusal(`The variable $${name} has no value that its type allows. ${says}`, definition, field),
  );
}

function faultsWithin(name: string, type: GraphQLInputType, value: unknown): readonly Fault[] {
  if (value === undefined || value === null)
    return [{ field: name, says: `It is required and ${expected(type)}.` }];
  const faults = new Map<string, Fault>();
  const enough = new Error('enough');
  try {
    coerceInputValue(value, type, (path, invalid, error) => {
      for (const fault of faultsAt({ name, type, path }, invalid, error)) faults.set(fault.says, fault);
      if (faults.size >= reportedErrors) throw enough;
    });
  } catch (thrown) {
    if (thrown !== enough) throw thrown;
  }
  return [...faults.values()];
}

interface Within {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly path: readonly (string | number)[];
}

/** The steps of a path are names of the schema and numbers: a key that the schema does not know is in none. */
function faultsAt({ name, type, path }: Within, invalid: unknown, error: GraphQLError): readonly Fault[] {
  const field = path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${step}`),
    name,
  );
  const at = typeAt(type, path);
  // A scalar of ours says what it expects without the value; graphql-js itself would repeat it.
  const { originalError } = error;
  const own = error instanceof UserFault ? error : originalError instanceof UserFault ? originalError : null;
  if (own !== null) return [{ field, says: path.length === 0 ? own.message : `${field}: ${own.message}` }];
  const object = getNamedType(at);
  if (isInputObjectType(object) && isRecord(invalid)) {
    const fields = object.getFields();
    return [
      ...missingFields(object, (key) => invalid[key] !== undefined).map((one) => {
        const { field: missing, message } = requiredAt(`${field}.${one.name}`, one.type);
        return { field: missing, says: message };
      }),
      ...(Object.keys(invalid).some((key) => !Object.hasOwn(fields, key))
        ? [
            {
              field,
              says: `${field} has a field that ${object.name} does not have: it takes ${fieldNames(object)}.`,
            },
          ]
        : []),
    ];
  }
  const must = invalid === null ? `is required and ${expected(at)}` : expected(at);
  return [{ field, says: `${path.length === 0 ? 'It' : field} ${must}.` }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list takes a single value for a list of one, so that a path may skip its number. */
function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  return path.reduce<GraphQLInputType>((outer, step) => {
    let at = getNullableType(outer);
    if (typeof step === 'number') return isListType(at) ? at.ofType : at;
    while (isListType(at)) at = getNullableType(at.ofType);
    return isInputObjectType(at) ? (at.getFields()[step]?.type ?? at) : at;
  }, type);
}

/** No database of ours stores U+0000, and there nobody knows any more which variable it came by. */
function unstorable(
  definitions: readonly VariableDefinitionNode[],
  coerced: Variables,
): { readonly errors: readonly GraphQLError[] } | null {
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    const path = nulPath(coerced[name], name);
    if (path !== null) return { errors: [refusal(nulMessage(path), definition, path)] };
  }
  return null;
}

function nulPath(value: unknown, path: string): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, below] of Object.entries(value)) {
    const found = nulPath(below, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
