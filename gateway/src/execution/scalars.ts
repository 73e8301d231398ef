import { GraphQLError, isScalarType, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import {
  Base64Scalar,
  CurrencyCodeScalar,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  TimeZoneScalar,
} from '@mainstay/kernel/graph/scalars';

const kernelScalars = [
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  Base64Scalar,
  CurrencyCodeScalar,
  TimeZoneScalar,
];

/**
 * A supergraph knows a scalar by its name alone and would let any JSON through. Read strictly here, a wrong day
 * is refused once, by the name of its variable, before any subgraph is asked.
 */
export function readScalarsStrictly(schema: GraphQLSchema): void {
  for (const strict of kernelScalars) {
    const type = schema.getType(strict.name);
    if (isScalarType(type)) readStrictly(type, strict);
  }
}

function readStrictly(type: GraphQLScalarType, strict: GraphQLScalarType): void {
  type.parseValue = (value) => strict.parseValue(value);
  type.parseLiteral = (node, variables) => {
    try {
      return strict.parseLiteral(node, variables);
    } catch (fault) {
      if (!(fault instanceof GraphQLError)) throw fault;
      throw new GraphQLError(fault.message, { nodes: node, extensions: fault.extensions });
    }
  };
}
