import DataLoader from 'dataloader';
import type { Viewer } from '../graph/viewer.js';
import { decodeCursor, encodeCursor, type Cursor, type SortDirection, type SortValue } from './cursor.js';
import { windowOf, type PageArgs, type PageWindow } from './page-args.js';
import { countText, pageText, type PageShape, type PageSource } from './page-sql.js';
import { statement, type ScopedDatabase, type SqlValue, type Statement } from './scoped.js';

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Made when asked for: most readers of a page never look at the cursors of its rows. */
  readonly cursorOf: (index: number) => string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Asks the database, once, and only when called. */
  readonly totalCount: () => Promise<number>;
}

export interface PageRequest<Order extends string, Filter extends string> {
  readonly args: PageArgs;
  readonly order: Order;
  readonly direction: SortDirection;
  /** Null and undefined leave a filter out; `true` applies one without a parameter. */
  readonly filter?: { readonly [Name in Filter]?: SqlValue | undefined };
}

/** Who reads, and through which door. */
export interface PageReader {
  readonly database: ScopedDatabase;
  readonly viewer: Viewer;
  readonly signal?: AbortSignal | undefined;
}

interface PageRow {
  readonly pageKey: SortValue;
  readonly pageId: string;
  readonly pageParent?: string;
}

interface Prepared {
  readonly window: PageWindow;
  readonly shape: PageShape;
  readonly cursor: Cursor | null;
  readonly filterValues: readonly SqlValue[];
}

/** A list as keyset pages: fixed statements, one for each shape asked for, that end in the id where keys tie. */
export class KeysetPages<Row, Order extends string, Filter extends string> {
  readonly #statements = new Map<string, Statement<Row & PageRow>>();
  readonly #counts = new Map<string, Statement<{ total: number; pageParent?: string }>>();

  constructor(private readonly source: PageSource<Order, Filter>) {}

  async read(reader: PageReader, request: PageRequest<Order, Filter>): Promise<Page<Row>> {
    const prepared = this.#prepare(reader.viewer, request, false);
    const { database, viewer, signal } = reader;
    const rows = await database.read(viewer, this.#statement(prepared.shape), parametersOf(prepared), signal);
    const count = async (): Promise<number> => {
      const counted = this.#count(prepared.shape);
      const [row] = await database.read(viewer, counted, prepared.filterValues, signal);
      return row?.total ?? 0;
    };
    return pageOf(rows, prepared, count);
  }

  /** The same page of every parent's list in one statement, in the order of the parents. */
  async readWithin(
    reader: PageReader,
    parents: readonly string[],
    request: PageRequest<Order, Filter>,
  ): Promise<Page<Row>[]> {
    if (this.source.parent === undefined) throw new Error(`The list ${this.source.name} names no parent.`);
    const prepared = this.#prepare(reader.viewer, request, true);
    const { database, viewer, signal } = reader;
    const found = await database.read(
      viewer,
      this.#statement(prepared.shape),
      [parents, ...parametersOf(prepared)],
      signal,
    );
    const byParent = Map.groupBy(found, (row) => row.pageParent);
    const counts = new DataLoader<string, number>(async (ids) => {
      const counted = await database.read(
        viewer,
        this.#count(prepared.shape),
        [ids, ...prepared.filterValues],
        signal,
      );
      const totals = new Map(counted.map((row) => [row.pageParent, row.total]));
      return ids.map((id) => totals.get(id) ?? 0);
    });
    return parents.map((parent) => pageOf(byParent.get(parent) ?? [], prepared, () => counts.load(parent)));
  }

  #prepare(viewer: Viewer, request: PageRequest<Order, Filter>, within: boolean): Prepared {
    const window = windowOf(request.args);
    const order = this.source.orders[request.order];
    const { direction } = request;
    const field = window.backward ? 'before' : 'after';
    const expected = {
      order: request.order,
      direction,
      type: order.type,
      nullable: order.nullable === true,
      field,
    } as const;
    const cursor = window.cursor === null ? null : decodeCursor(window.cursor, expected);
    const filters = this.#filters(request.filter ?? {});
    const shape: PageShape = {
      role: viewer.databaseRole,
      order: request.order,
      direction,
      backward: window.backward,
      cursor: cursor === null ? 'none' : cursor.value === null ? 'null' : 'value',
      filters: filters.map(([name]) => name),
      within,
    };
    const filterValues = filters
      .filter(([name]) => typeof this.source.filters[name] === 'function')
      .map(([, value]) => value);
    return { window, shape, cursor, filterValues };
  }

  #filters(asked: { readonly [Name in Filter]?: SqlValue | undefined }): (readonly [Filter, SqlValue])[] {
    const names = (Object.keys(this.source.filters) as Filter[]).sort();
    return names.flatMap((name) => {
      const value: SqlValue | undefined = asked[name];
      if (value === undefined || value === null) return [];
      if (typeof this.source.filters[name] === 'string' && value !== true) return [];
      return [[name, value] as const];
    });
  }

  #statement(shape: PageShape): Statement<Row & PageRow> {
    const walk = `${shape.order}.${shape.direction}.${shape.backward ? 'back' : 'on'}.${shape.cursor}`;
    const name = `${this.source.name}${shape.within ? '*' : ''}:${walk}:${shape.filters.join('+')}`;
    const key = `${shape.role}:${name}`;
    let made = this.#statements.get(key);
    if (made === undefined) this.#statements.set(key, (made = statement(name, pageText(this.source, shape))));
    return made;
  }

  #count({ filters, within }: PageShape): Statement<{ total: number; pageParent?: string }> {
    const name = `${this.source.name}${within ? '*' : ''}:count:${filters.join('+')}`;
    let made = this.#counts.get(name);
    if (made === undefined)
      this.#counts.set(name, (made = statement(name, countText(this.source, filters, within))));
    return made;
  }
}

/** One row more than asked for, which tells whether the walk could go on. */
function parametersOf({ window, cursor, filterValues }: Prepared): SqlValue[] {
  const place = cursor === null ? [] : cursor.value === null ? [cursor.id] : [cursor.value, cursor.id];
  return [window.size + 1, ...place, ...filterValues];
}

function pageOf<Row>(
  found: readonly (Row & PageRow)[],
  prepared: Prepared,
  count: () => Promise<number>,
): Page<Row> {
  const { window, shape } = prepared;
  const more = found.length > window.size;
  const walked = more ? found.slice(0, window.size) : found;
  const rows = window.backward ? walked.toReversed() : walked;
  const { order, direction } = shape;
  let total: Promise<number> | null = null;
  return {
    rows,
    cursorOf: (index) => {
      const row = rows[index];
      if (row === undefined) throw new RangeError('A page has no cursor beyond its rows.');
      return encodeCursor({ order, direction, value: row.pageKey, id: row.pageId });
    },
    hasNextPage: window.backward ? window.cursor !== null : more,
    hasPreviousPage: window.backward ? more : window.cursor !== null,
    totalCount: () => (total ??= count()),
  };
}

/** Pages of many parents' lists, batched over one request: one loader for each set of arguments. */
export class PageLoader<Row, Order extends string, Filter extends string> {
  readonly #loaders = new Map<string, DataLoader<string, Page<Row>>>();

  constructor(
    private readonly pages: KeysetPages<Row, Order, Filter>,
    private readonly reader: PageReader,
  ) {}

  load(parent: string, request: PageRequest<Order, Filter>): Promise<Page<Row>> {
    const key = JSON.stringify(request);
    let loader = this.#loaders.get(key);
    if (loader === undefined) {
      loader = new DataLoader((parents) => this.pages.readWithin(this.reader, parents, request));
      this.#loaders.set(key, loader);
    }
    return loader.load(parent);
  }
}
