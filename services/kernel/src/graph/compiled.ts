import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  print,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { UserFault } from './errors.js';

export interface CompiledOperation {
  readonly run: CompiledQuery['query'];
  readonly isMutation: boolean;
}

/**
 * Compiles each operation once. A document that is the same object is found without a look at its text; one that
 * was made anew with the same text costs a print and no compilation.
 */
export class CompiledOperations {
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, CompiledOperation>>();
  readonly #byText = new Map<string, CompiledOperation>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limit = 1_000,
  ) {}

  get(document: DocumentNode, operationName: string | undefined): CompiledOperation {
    let known = this.#byDocument.get(document);
    if (known === undefined) this.#byDocument.set(document, (known = new Map<string, CompiledOperation>()));
    const name = operationName ?? '';
    let compiled = known.get(name);
    if (compiled === undefined) known.set(name, (compiled = this.#fromText(document, name)));
    return compiled;
  }

  #fromText(document: DocumentNode, name: string): CompiledOperation {
    const text = `${name}\n${print(document)}`;
    let compiled = this.#byText.get(text);
    if (compiled === undefined) {
      compiled = this.#compile(document, name);
      const oldest = this.#byText.keys().next();
      if (this.#byText.size >= this.limit && oldest.done !== true) this.#byText.delete(oldest.value);
      this.#byText.set(text, compiled);
    }
    return compiled;
  }

  #compile(document: DocumentNode, name: string): CompiledOperation {
    const operation = getOperationAST(document, name === '' ? null : name);
    if (operation === null || operation === undefined)
      throw new UserFault('BAD_USER_INPUT', 'The document holds no such operation.');
    const [fault] = validate(this.schema, document, undefined, { maxErrors: 1 });
    if (fault !== undefined) throw new UserFault('BAD_USER_INPUT', 'The document does not fit the schema.');
    const compiled = compileQuery(this.schema, document, name === '' ? undefined : name, {
      disablingCapturingStackErrors: true,
    });
    if (!isCompiledQuery(compiled))
      throw new GraphQLError(compiled.errors?.[0]?.message ?? 'The operation cannot be compiled.');
    return { run: compiled.query, isMutation: operation.operation === OperationTypeNode.MUTATION };
  }
}
