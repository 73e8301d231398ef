import { GraphQLError, type ASTNode } from 'graphql';

/** A document that will not be executed; the message names limits and places, never what was sent. */
export function refusal(message: string, nodes?: ASTNode | readonly ASTNode[]): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}
