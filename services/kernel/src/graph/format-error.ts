import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { UserFault, type FaultCode } from './errors.js';

/** Gets facts that hold neither variables nor rows. */
export interface GraphLogger {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface Failing {
  readonly subgraph: string;
  readonly requestId: string;
  readonly logger: GraphLogger;
}

/**
 * An error as it leaves a subgraph: a fault that its asker may read keeps message, code and field; anything else
 * becomes INTERNAL with the request's id as its reference, and is told to the log alone.
 */
export function formatError(error: GraphQLError, failing: Failing): GraphQLFormattedError {
  const path = error.path === undefined ? {} : { path: error.path };
  const fault = faultIn(error);
  if (fault !== null) {
    const field = fault.extensions['field'];
    const extensions = { code: fault.code, ...(typeof field === 'string' ? { field } : {}) };
    return { message: fault.message, ...path, extensions };
  }
  report(error, failing);
  const code: FaultCode = 'INTERNAL';
  return {
    message: 'Something went wrong on our side.',
    ...path,
    extensions: { code, reference: failing.requestId },
  };
}

function faultIn(error: unknown): UserFault | null {
  for (
    let at: unknown = error;
    at instanceof Error;
    at = at instanceof GraphQLError ? at.originalError : undefined
  ) {
    if (at instanceof UserFault) return at;
  }
  return null;
}

/** Where it happened and of what kind. */
function report(error: GraphQLError, { subgraph, requestId, logger }: Failing): void {
  const cause: unknown = error.originalError ?? error;
  const kind = cause instanceof Error ? cause.name : typeof cause;
  const stack = cause instanceof Error ? placesOf(cause) : [];
  const place = error.path?.filter((step) => typeof step === 'string').join('.');
  logger.error({ subgraph, requestId, kind, place, stack }, 'a field failed');
}

/** A stack repeats the message first, on as many lines as it has; its places name files and no values. */
function placesOf({ stack = '' }: Error): string[] {
  const lines = stack.split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, 7);
}
