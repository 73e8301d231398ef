import type { GraphQLFormattedError } from 'graphql';
import type { FaultCode } from '@mainstay/kernel/graph/errors';

/**
 * What of an error may leave the house, by allow-list: these codes, these keys, and for failures that are
 * ours a sentence of ours (null: the words of whoever found the fault). A subgraph's own words about them may hold
 * an address, a statement or a stack.
 */
const publicCodes: Readonly<Record<FaultCode, string | null>> = {
  UNAUTHENTICATED: 'Credentials are missing or not valid.',
  FORBIDDEN: null,
  BAD_USER_INPUT: null,
  CONFLICT: null,
  CLOCK_ADVANCING: null,
  RATE_LIMITED: null,
  UNAVAILABLE: 'This part of the graph does not answer at the moment.',
  INTERNAL: 'Something went wrong on our side. Quote the reference when you report it.',
};

/** Apollo's names for faults of a request. */
const translated: Readonly<Record<string, FaultCode>> = {
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

const maxMessageLength = 300;
const maxErrors = 100;
const field = /^[A-Za-z0-9_.$[\]-]{1,100}$/;
const referenceForm = /^[0-9a-f-]{16,36}$/;

/** Masking a masked error changes nothing, so it may happen at every door. */
export function maskError(error: GraphQLFormattedError, reference: string): GraphQLFormattedError {
  const code = codeOf(error.extensions?.['code']);
  const fixed = publicCodes[code];
  const message = fixed ?? error.message.slice(0, maxMessageLength);
  const extensions: Record<string, unknown> = { code };
  const named = error.extensions?.['field'];
  if (fixed === null && typeof named === 'string' && field.test(named)) extensions['field'] = named;
  if (code === 'INTERNAL' || code === 'UNAVAILABLE') {
    const given = error.extensions?.['reference'];
    extensions['reference'] = typeof given === 'string' && referenceForm.test(given) ? given : reference;
  }
  return {
    message,
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions,
  };
}

/** All errors of one answer: masked, each once, and not more than a client can read. */
export function maskErrors(
  errors: readonly GraphQLFormattedError[],
  reference: string,
): readonly GraphQLFormattedError[] {
  const seen = new Set<string>();
  const masked: GraphQLFormattedError[] = [];
  for (const error of errors) {
    if (masked.length === maxErrors) break;
    const one = maskError(error, reference);
    const name = `${one.path?.join('.') ?? ''} ${one.message}`;
    if (seen.has(name)) continue;
    seen.add(name);
    masked.push(one);
  }
  return masked;
}

/**
 * A subgraph's code, without Apollo's names: a document that a subgraph refuses, or credentials that it does
 * not accept, are ours and not the client's, whose document and credentials were found good here.
 */
export function subgraphCodeOf(given: unknown): FaultCode {
  if (typeof given !== 'string' || given === 'UNAUTHENTICATED') return 'INTERNAL';
  return Object.hasOwn(publicCodes, given) ? (given as FaultCode) : 'INTERNAL';
}

export function codeOf(given: unknown): FaultCode {
  if (typeof given !== 'string') return 'INTERNAL';
  if (Object.hasOwn(publicCodes, given)) return given as FaultCode;
  return Object.hasOwn(translated, given) ? (translated[given] ?? 'INTERNAL') : 'INTERNAL';
}
