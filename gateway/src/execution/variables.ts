import {
  GraphQLError,
  Kind,
  getVariableValues,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Variables } from './selection.js';

export type CoercedVariables =
  { readonly variables: Variables } | { readonly errors: readonly GraphQLError[] };

const reportedErrors = 10;

/** Coerced once by the schema; a fault names the variable, by its name in the document, and never its value. */
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
  if (errors === undefined) return { variables: coerced };
  return { errors: errors.flatMap(faultOf) };
}

function faultOf(error: GraphQLError): GraphQLError[] {
  const definition = error.nodes?.[0] as VariableDefinitionNode | undefined;
  // The error that says "too many errors" has no place; the others are enough.
  if (definition?.kind !== Kind.VARIABLE_DEFINITION) return [];
  const name = definition.variable.name.value;
  // A scalar of ours says what it expects without the value; graphql-js itself would repeat it.
  const { originalError } = error;
  const hint = originalError instanceof UserFault ? ` ${originalError.message}` : '';
  return [
    new GraphQLError(`The variable $${name} has no value that its type allows.${hint}`, {
      nodes: definition,
      extensions: { code: 'BAD_USER_INPUT', field: name },
    }),
  ];
}
