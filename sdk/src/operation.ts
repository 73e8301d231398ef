/**
 * A GraphQL document as a plain object. A bundler drops each one that nobody imports, and the text is all
 * that is left of GraphQL at run time: nothing is parsed in the client.
 */
export interface Operation<Data, Variables> {
  readonly name: string;
  readonly text: string;
  /** Absent for a query. A mutation is sent again after a failure only under an idempotency key. */
  readonly kind?: 'mutation';
  /** Never set: it ties the types of answer and variables to the document, as GraphQL Code Generator does. */
  readonly __apiType?: ((variables: Variables) => Data) | undefined;
}

/** An operation that asks for one page of a list and can ask for the next. */
export interface PagedOperation<Data, Variables, Item> extends Operation<Data, Variables> {
  /** Where the list stands in the answer, as the names of the fields that lead to it. */
  readonly page: readonly string[];
  /** Never set: the type of one item of the list. */
  readonly __item?: Item | undefined;
}

/** What GraphQL Code Generator's client preset makes with `documentMode: 'string'`. */
export interface TypedText<Data, Variables> {
  toString(): string;
  readonly __apiType?: ((variables: Variables) => Data) | undefined;
}

/**
 * Takes a query of your own, typed by GraphQL Code Generator's client preset, to {@link Client.run}.
 * A plain string does as well; its answer is then `unknown`.
 */
export function operation<Data = unknown, Variables = Record<string, unknown>>(
  document: string | TypedText<Data, Variables>,
): Operation<Data, Variables> {
  const text = document.toString();
  // Where it errs, it takes a query for a mutation: that is then sent once, which harms nothing.
  const [, kind, name] = /(?:^|\})\s*(query|mutation)\b\s*(\w*)/m.exec(text) ?? [];
  return { name: name ?? '', text, ...(kind === 'mutation' && { kind }) };
}
