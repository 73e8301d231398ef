import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { costLimit, type Limits } from './document/limits.js';
import type { Graph, PreparedOperation } from './execution/plan.js';
import type { RequestContext } from './execution/subgraphs.js';
import type { Variables } from './execution/selection.js';
import { coerceVariables } from './execution/variables.js';
import { mayIntrospect } from './introspection.js';
import { maskErrors } from './mask.js';

export interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** An answer ready to be sent: masked, completed, with its cost. `data` is absent when nothing was executed. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: { readonly cost: Cost };
}

export interface Cost {
  readonly requested: number;
  readonly maximum: number;
}

export type AnswerTo = (asked: Asked, context: RequestContext) => Promise<Answer>;

/** Everything between a valid document and its answer, in the order in which it must happen. */
export function createAnswerTo(graph: Graph, limits: Limits, logger: Logger): AnswerTo {
  return async (asked, context) => {
    const { viewer, requestId } = context;
    const prepared = graph.prepare(asked.document, asked.operationName);
    if (prepared === null)
      return refused(
        'The document has no single operation of this name: `operationName` names one of it, and is needed where it has several.',
        'BAD_USER_INPUT',
      );
    if (prepared.introspects && !mayIntrospect(viewer)) {
      return refused(
        'This role may not read the schema by introspection: it is in the package @mainstay/sdk, as schema.graphql.',
        'FORBIDDEN',
      );
    }
    const coerced = coerceVariables(graph.schema, prepared.operation, asked.variables);
    if ('errors' in coerced)
      return {
        errors: maskErrors(
          coerced.errors.map((one) => one.toJSON()),
          requestId,
        ),
      };
    const cost: Cost = {
      requested: prepared.costOf(coerced.variables),
      maximum: costLimit(limits, viewer.role),
    };
    const extensions = { cost };
    if (cost.requested > cost.maximum) {
      return {
        ...refused(costsTooMuch(cost), 'BAD_USER_INPUT'),
        extensions,
      };
    }
    return { ...(await executed(prepared, coerced.variables, { context, logger })), extensions };
  };
}

async function executed(
  prepared: PreparedOperation,
  variables: Variables,
  { context, logger }: { context: RequestContext; logger: Logger },
): Promise<Answer> {
  try {
    const { data, errors } = await prepared.execute(variables, context);
    return errors.length === 0 ? { data } : { data, errors: maskErrors(errors, context.requestId) };
  } catch (fault) {
    // The engine's message may quote the document; its kind and stack are enough to find it.
    const kind = fault instanceof Error ? fault.name : typeof fault;
    logger.error({ requestId: context.requestId, fault: kind }, 'the engine failed');
    return {
      data: null,
      errors: maskErrors([{ message: '', extensions: { code: 'INTERNAL' } }], context.requestId),
    };
  }
}

function costsTooMuch({ requested, maximum }: Cost): string {
  return (
    `The operation costs ${requested}, and this role may ask for ${maximum}: ` +
    'ask for a smaller `first`, or for fewer lists within lists.'
  );
}

function refused(message: string, code: string): Answer {
  return { errors: [{ message, extensions: { code } }] };
}
