import { isObjectType } from 'graphql';
import { apiSchema } from './matrix.js';

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

type Plain = Readonly<Record<string, unknown>>;

interface Values {
  /** Of rows with an id: what the field read, by the row's id. A reference reads as the other row's id. */
  readonly byId: Map<string, unknown>;
  nulls: number;
  others: number;
}

interface List {
  totalCount: number | null;
  readonly ids: Set<string>;
}

/** What somebody saw, element by element, over many answers. */
export class Observed {
  /** By `Type.field`. */
  readonly fields = new Map<string, Values>();
  /** Ids of rows, by type. */
  readonly rows = new Map<string, Set<string>>();
  /** Codes of errors, by `Type.field`. */
  readonly refusals = new Map<string, Set<string>>();
  /** By `Type.field`, then by the parent's id; the query's own lists have the parent ''. */
  readonly lists = new Map<string, Map<string, List>>();

  take({ data, errors }: Answer): void {
    if (data !== undefined && data !== null) this.takeObject('Query', data, '');
    for (const { path = [], extensions } of errors ?? [])
      setIn(this.refusals, elementAt(path)).add(extensions?.code ?? 'no code');
  }

  private takeObject(type: string, object: Plain, id: string): void {
    if (id !== '') setIn(this.rows, type).add(id);
    for (const [field, value] of Object.entries(object)) {
      if (field === '__typename') continue;
      this.takeField(`${type}.${field}`, value, id);
      if (
        isPlain(value) &&
        typeof value['__typename'] === 'string' &&
        value['__typename'].endsWith('Connection')
      )
        this.takeList(`${type}.${field}`, value, id);
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isPlain(one)) this.takeObject(nameOf(one), one, typeof one['id'] === 'string' ? one['id'] : '');
    }
  }

  private takeField(element: string, value: unknown, id: string): void {
    const values = this.fields.get(element) ?? { byId: new Map<string, unknown>(), nulls: 0, others: 0 };
    this.fields.set(element, values);
    if (value === null) values.nulls += 1;
    else values.others += 1;
    if (id !== '') values.byId.set(id, isPlain(value) ? (value['id'] ?? nameOf(value)) : value);
  }

  private takeList(element: string, { totalCount, nodes, edges }: Plain, id: string): void {
    const lists = this.lists.get(element) ?? new Map<string, List>();
    this.lists.set(element, lists);
    const list = lists.get(id) ?? { totalCount: null, ids: new Set() };
    lists.set(id, list);
    if (typeof totalCount === 'number') list.totalCount = totalCount;
    for (const one of [...listOf(nodes), ...listOf(edges).map(({ node }) => node)])
      if (isPlain(one)) list.ids.add(String(one['id']));
  }
}

function setIn<Key>(map: Map<Key, Set<string>>, key: Key): Set<string> {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): Plain[] {
  return Array.isArray(value) ? value.filter(isPlain) : [];
}

function nameOf(object: Plain): string {
  if (typeof object['__typename'] !== 'string') throw new Error('An object was read without its type.');
  return object['__typename'];
}

/** The element that an error's path names. */
function elementAt(path: readonly (string | number)[]): string {
  let type = apiSchema.getQueryType();
  let element = '';
  for (const key of path.filter((step) => typeof step === 'string')) {
    const field = type?.getFields()[key];
    element = `${type?.name ?? '?'}.${key}`;
    const next =
      field === undefined ? undefined : apiSchema.getType(String(field.type).replaceAll(/[[\]!]/gu, ''));
    type = isObjectType(next) ? next : undefined;
  }
  return element;
}
