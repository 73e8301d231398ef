import type { DatabaseRole } from '../graph/viewer.js';
import type { SortDirection, SortType } from './cursor.js';

export interface PageOrder {
  /** A plain column of an index led by `vendor_id` and ending with the id, e.g. `t.opened_at`. */
  readonly column: string;
  readonly type: SortType;
  /** Rows without a key come last, whatever the direction. */
  readonly nullable?: boolean;
}

/**
 * Everything a list can be asked for, as fixed SQL. Conditions must compare by `=`, `= any`, `^@` or ranges on plain
 * columns: under policies any other operator loses the index.
 */
export interface PageSource<Order extends string, Filter extends string> {
  /** Unique in its service; statements are named after it. */
  readonly name: string;
  /** The select list; a role's own where grants differ. */
  readonly columns: string | ((role: DatabaseRole) => string);
  readonly from: string;
  readonly id: string;
  readonly orders: Readonly<Record<Order, PageOrder>>;
  /**
   * A text applies when its value is `true`; a function gets the name of its parameter. Values that differ much in how
   * rare they are (a state) stand in a text: a kept plan knows nothing of a parameter.
   */
  readonly filters: Readonly<Record<Filter, string | ((parameter: string) => string)>>;
  /** The column that names the parent, for lists read for many parents in one statement. */
  readonly parent?: string;
}

/** What tells two statements of one list apart. */
export interface PageShape {
  readonly role: DatabaseRole;
  readonly order: string;
  readonly direction: SortDirection;
  readonly backward: boolean;
  readonly cursor: 'none' | 'value' | 'null';
  /** Sorted, so that the same filters always make the same statement. */
  readonly filters: readonly string[];
  readonly within: boolean;
}

/**
 * A literal bound inside the asked-for limit: with a parameter alone the planner assumes a tenth of the table and
 * leaves the ordered index. One more than the largest page, to see whether there is a next one.
 */
const planBound = 101;

type Source = PageSource<string, string>;

interface Parameters {
  readonly limit: string;
  readonly value: string;
  readonly id: string;
  readonly filter: (name: string) => string;
}

/** Parents first, then the limit, the cursor's parts, and one for each filter that takes one. */
function parametersOf(source: Source, shape: PageShape): Parameters {
  let next = shape.within ? 2 : 1;
  const take = (): string => `$${next++}`;
  const limit = take();
  const value = shape.cursor === 'value' ? take() : '';
  const id = shape.cursor === 'none' ? '' : take();
  const filters = new Map(
    shape.filters.filter((name) => typeof source.filters[name] === 'function').map((name) => [name, take()]),
  );
  return { limit, value, id, filter: (name) => filters.get(name) ?? '' };
}

function filterConditions(
  source: Source,
  names: readonly string[],
  parameter: (name: string) => string,
): string[] {
  return names.map((name) => {
    const filter = source.filters[name];
    if (filter === undefined) throw new Error(`The list ${source.name} has no filter ${name}.`);
    return typeof filter === 'string' ? filter : filter(parameter(name));
  });
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0
    ? ''
    : ` where ${conditions.map((condition) => `(${condition})`).join(' and ')}`;
}

function orderOf(source: Source, name: string): PageOrder {
  const order = source.orders[name];
  if (order === undefined) throw new Error(`The list ${source.name} has no order ${name}.`);
  return order;
}

/** Rows with a key and rows without one are walked one after the other, each along the index. */
function branches(source: Source, shape: PageShape, parameters: Parameters): string[] {
  const order = orderOf(source, shape.order);
  const walk = (shape.direction === 'ASC') !== shape.backward ? 'asc' : 'desc';
  const beyond = walk === 'asc' ? '>' : '<';
  const columns = typeof source.columns === 'string' ? source.columns : source.columns(shape.role);
  const common = [
    ...(shape.within && source.parent !== undefined ? [`${source.parent} = parents.id`] : []),
    ...filterConditions(source, shape.filters, parameters.filter),
  ];
  const branch = (own: readonly string[], sort: string): string =>
    `(select ${columns}, ${order.column} as "pageKey", ${source.id} as "pageId" from ${source.from}` +
    `${whereOf([...own, ...common])} order by ${sort} limit ${planBound})`;
  const keyed = (own: readonly string[]): string =>
    branch(
      order.nullable === true ? [`${order.column} is not null`, ...own] : own,
      `${order.column} ${walk}, ${source.id} ${walk}`,
    );
  const unkeyed = (own: readonly string[]): string =>
    branch([`${order.column} is null`, ...own], `${source.id} ${walk}`);
  const afterValue = `(${order.column}, ${source.id}) ${beyond} (${parameters.value}::${order.type}, ${parameters.id}::text)`;
  const afterId = `${source.id} ${beyond} ${parameters.id}::text`;
  if (order.nullable !== true) return [keyed(shape.cursor === 'value' ? [afterValue] : [])];
  if (shape.backward) {
    if (shape.cursor === 'value') return [keyed([afterValue])];
    return [unkeyed(shape.cursor === 'null' ? [afterId] : []), keyed([])];
  }
  if (shape.cursor === 'null') return [unkeyed([afterId])];
  return [keyed(shape.cursor === 'value' ? [afterValue] : []), unkeyed([])];
}

/** The statement's text for one shape. Rows come in the order walked, so backward pages are turned round afterwards. */
export function pageText(source: Source, shape: PageShape): string {
  const parameters = parametersOf(source, shape);
  const rows = branches(source, shape, parameters).join(' union all ');
  const page = `select * from (${rows}) page limit ${parameters.limit}::int`;
  if (!shape.within) return page;
  return `select parents.id as "pageParent", page.* from unnest($1::text[]) as parents(id) cross join lateral (${page}) page`;
}

/** Counts what the filters leave, for one list or for each parent. */
export function countText(source: Source, filters: readonly string[], within: boolean): string {
  let next = within ? 2 : 1;
  const conditions = filterConditions(source, filters, () => `$${next++}`);
  if (!within || source.parent === undefined) {
    return `select count(*)::int as total from ${source.from}${whereOf(conditions)}`;
  }
  const counted = `select count(*)::int from ${source.from}${whereOf([`${source.parent} = parents.id`, ...conditions])}`;
  return `select parents.id as "pageParent", (${counted}) as total from unnest($1::text[]) as parents(id)`;
}
