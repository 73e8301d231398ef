import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import {
  Kind,
  OperationTypeNode,
  buildASTSchema,
  getOperationAST,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileCost, type CostOf } from '../document/cost.js';
import { schemaQuestions } from '../introspection.js';
import { compileCompletion, type Completed } from './complete.js';
import { executableDocument } from './rewrite.js';
import { readScalarsStrictly } from './scalars.js';
import type { Variables } from './selection.js';
import type { RequestContext, Subgraphs } from './subgraphs.js';

/** One operation of one document, ready to be run any number of times. */
export interface PreparedOperation {
  readonly operation: OperationDefinitionNode;
  readonly costOf: CostOf;
  /** Whether it asks about the schema itself. */
  readonly introspects: boolean;
  execute(variables: Variables, context: RequestContext): Promise<Completed>;
}

export interface Graph {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  /** Null when the document has no such operation, or names none of several. */
  prepare(document: DocumentNode, operationName: string | null): PreparedOperation | null;
}

/** The executor behind an interface of ours: nothing outside this file knows whose planner it is. */
interface Engine {
  readonly schema: GraphQLSchema;
  run(document: DocumentNode, variables: Variables, context: RequestContext): Promise<EngineAnswer>;
}

interface EngineAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

export async function openGraph(supergraphSdl: string, subgraphs: Subgraphs): Promise<Graph> {
  const engine = await openEngine(supergraphSdl, subgraphs);
  const prepared = new WeakMap<DocumentNode, Map<string | null, PreparedOperation>>();
  return {
    schema: engine.schema,
    prepare(document, operationName) {
      let operations = prepared.get(document);
      if (operations === undefined) {
        operations = new Map<string | null, PreparedOperation>();
        prepared.set(document, operations);
      }
      const known = operations.get(operationName);
      if (known !== undefined) return known;
      const operation = getOperationAST(document, operationName);
      if (operation === null || operation === undefined) return null;
      const forget = () => operations.delete(operationName);
      const made = prepareOperation({ engine, document, operation, forget });
      operations.set(operationName, made);
      return made;
    },
  };
}

interface Preparing {
  readonly engine: Engine;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Called when the engine itself failed: it keeps a failed plan for as long as the document lives. */
  readonly forget: () => void;
}

function prepareOperation({ engine, document, operation, forget }: Preparing): PreparedOperation {
  const { schema } = engine;
  const fragments = fragmentsOf(document);
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null)
    throw new Error('A document without its root type passed validation.');
  const questions = schemaQuestions(schema, operation, fragments);
  const executable = executableDocument(schema, operation, fragments);
  const run: Engine['run'] = async (...request) => {
    try {
      return await engine.run(...request);
    } catch (fault) {
      forget();
      throw fault;
    }
  };
  const completion = compileCompletion({ schema, fragments }, root, operation.selectionSet);
  return {
    operation,
    costOf: compileCost({ schema, fragments }, operation),
    introspects: questions !== null,
    async execute(variables, context) {
      const answer = executable === null ? {} : await run(executable, variables, context);
      const data =
        questions === null ? (answer.data ?? {}) : { ...answer.data, ...questions.answer(variables) };
      const errors = (answer.errors ?? []).map(({ message, path, extensions }) => ({
        message,
        ...(path === undefined ? {} : { path: completion.fitPath([...path]) }),
        ...(extensions === undefined ? {} : { extensions }),
      }));
      return completion.complete(data, variables, errors);
    },
  };
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
    ),
  );
}

/**
 * router-runtime plans a document object once and keeps one parsed document per fetch of that plan, so a
 * subgraph meets the same document objects again and its compiled operations hit. No signal is handed to it:
 * it would cancel planning as well, and keep the failed plan for everybody who sends the document later.
 */
async function openEngine(supergraphSdl: string, subgraphs: Subgraphs): Promise<Engine> {
  const unifiedGraph = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const handler = await unifiedGraphHandler({
    unifiedGraph,
    getUnifiedGraphSDL: () => supergraphSdl,
    onSubgraphExecute: (name, request) =>
      subgraphs.call(
        name,
        {
          document: request.document,
          operationName: request.operationName,
          variables: request.variables as Variables | undefined,
          isMutation: request.operationType === OperationTypeNode.MUTATION,
        },
        request.context as RequestContext,
      ),
  } as Parameters<typeof unifiedGraphHandler>[0]);
  const { executor } = handler;
  readScalarsStrictly(handler.unifiedGraph);
  if (executor === undefined) throw new Error('The engine gives no executor.');
  return {
    schema: handler.unifiedGraph,
    run: async (document, variables, context) =>
      (await executor({ document, variables, context })) as EngineAnswer,
  };
}
