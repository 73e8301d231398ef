import type { CallOptions, Client } from './client.js';
import type { MainstayError } from './errors.js';
import type { PagedOperation } from './operation.js';

/** The arguments of a page. `first` with `after` goes forward, `last` with `before` backward. */
export interface PageVariables {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

interface Connection<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: {
    readonly hasNextPage?: boolean;
    readonly hasPreviousPage?: boolean;
    readonly startCursor?: string | null;
    readonly endCursor?: string | null;
  };
}

/**
 * A list, not asked for yet. `await` gives one page, `for await` every item from there on, asking for the
 * next page when it is needed. Backward, items come last first.
 */
export interface Pages<Data, Item> extends PromiseLike<Data>, AsyncIterable<Item> {
  /** Every page as it was answered. */
  pages(): AsyncGenerator<Data, void, undefined>;
}

function listIn<Item>(data: unknown, page: readonly string[]): Connection<Item> | null | undefined {
  return page.reduce<unknown>((value, field) => (value as Record<string, unknown> | null)?.[field], data) as
    Connection<Item> | null | undefined;
}

/** Asks for a list page by page. */
export function paginate<Data, Variables extends PageVariables, Item>(
  client: Client,
  operation: PagedOperation<Data, Variables, Item>,
  variables: Variables,
  options: CallOptions = {},
): Pages<Data, Item> {
  const { onFieldErrors } = options;
  const backward = typeof variables.last === 'number';
  let first: Promise<Data> | undefined;

  async function* lists(): AsyncGenerator<[Data, Connection<Item>?], void, undefined> {
    let asked = variables;
    let fault: MainstayError | undefined;
    const call: CallOptions = {
      ...options,
      onFieldErrors:
        onFieldErrors &&
        ((errors) => {
          [fault] = errors;
          onFieldErrors(errors);
        }),
    };
    for (;;) {
      const data = await client.run(operation, asked, call);
      const list = listIn<Item>(data, operation.page);
      // A list that is missing because it failed must not look like a list that has ended.
      if (!list && fault) throw fault;
      yield list ? [data, list] : [data];
      const { hasPreviousPage, hasNextPage, startCursor, endCursor } = list?.pageInfo ?? {};
      const cursor = backward ? hasPreviousPage && startCursor : hasNextPage && endCursor;
      if (!cursor) return;
      asked = { ...asked, [backward ? 'before' : 'after']: cursor };
    }
  }

  return {
    then: (resolve, reject) => (first ??= client.run(operation, variables, options)).then(resolve, reject),
    async *pages() {
      for await (const [data] of lists()) yield data;
    },
    async *[Symbol.asyncIterator]() {
      for await (const [, { nodes } = { nodes: [] }] of lists()) yield* backward ? nodes.toReversed() : nodes;
    },
  };
}
