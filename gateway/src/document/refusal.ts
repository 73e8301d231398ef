import { GraphQLError, type ASTNode } from 'graphql';

/** A document that will not be executed; the message names limits and places, never what was sent. */
export function refusal(message: string, nodes?: ASTNode | readonly ASTNode[], field?: string): GraphQLError {
  const extensions = { code: 'BAD_USER_INPUT', ...(field === undefined ? {} : { field }) };
  return new GraphQLError(message, { nodes: nodes ?? null, extensions });
}

export function nulMessage(path: string): string {
  return `${path} must not contain the character U+0000.`;
}
