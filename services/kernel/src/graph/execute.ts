import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { CompiledOperations } from './compiled.js';
import { UserFault } from './errors.js';
import type { SubgraphExecutor, SubgraphExtensions, SubgraphRequest, SubgraphResult } from './executor.js';
import { formatError, type Failing, type GraphLogger } from './format-error.js';

export interface ExecutorOptions {
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** Made once a request; resolvers find the viewer and the reads in it, and leave there who may not go on. */
  readonly context: (request: SubgraphRequest) => object & Partial<SubgraphExtensions>;
  readonly logger: GraphLogger;
}

/** The one way a subgraph runs an operation, in process and behind HTTP alike. It never rejects but for a missing viewer. */
export function createExecutor({ name, schema, context, logger }: ExecutorOptions): SubgraphExecutor {
  const operations = new CompiledOperations(schema);
  return async (request) => {
    if ((request.viewer as unknown) === undefined || (request.viewer as unknown) === null)
      throw new Error(`The subgraph ${name} was asked without a viewer.`);
    const failing: Failing = { subgraph: name, requestId: request.requestId, logger };
    try {
      const { run, isMutation } = operations.get(request.document, request.operationName);
      const told = isMutation ? { ...request, signal: undefined } : request;
      const made = context(told);
      const result = (await run({}, made, request.variables ?? {})) as ExecutionResult;
      const { endedViewers = [] } = made;
      const answer = formatted(result, failing);
      return endedViewers.length === 0 ? answer : { ...answer, extensions: { endedViewers } };
    } catch (error) {
      const fault =
        error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
      return { errors: [formatError(fault, failing)] };
    }
  };
}

function formatted(result: ExecutionResult, failing: Failing): SubgraphResult {
  const data = result.data as Record<string, unknown> | null | undefined;
  if (result.errors === undefined || result.errors.length === 0) return { data };
  // Without data nothing was executed: a variable did not fit, and the message would repeat its value.
  if (data === undefined) {
    const fault = new UserFault('BAD_USER_INPUT', 'A variable holds what its type does not take.');
    return { errors: [formatError(fault, failing)] };
  }
  return { data, errors: result.errors.map((error) => formatError(asGraphQLError(error), failing)) };
}

/** Compiled execution makes errors of its own class that lack what formatting reads. */
function asGraphQLError(error: GraphQLError): GraphQLError {
  const original = error.originalError ?? (error instanceof GraphQLError ? undefined : error);
  return new GraphQLError(error.message, {
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(original === undefined ? {} : { originalError: original }),
  });
}
