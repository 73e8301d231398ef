import type { Row, World } from '@mainstay/demo/world/world';
import { getNamedType, isObjectType } from 'graphql';
import { apiSchema, type Matrix, type Column } from './matrix.js';
import type { Observed } from './observed.js';
import { listedTypes } from './survey.js';
import { isListed, listColumns } from './world-rows.js';

export interface Sight {
  readonly world: World;
  readonly column: Column;
  readonly observed: Observed;
  /** What the vendor's administrator saw of the same rows. */
  readonly whole: Observed;
  /** By type and id, from the world and not from the graph. */
  readonly visible: ReadonlyMap<string, ReadonlyMap<string, Row>>;
  readonly ofVendor: ReadonlyMap<string, ReadonlyMap<string, Row>>;
}

/** Where what somebody saw departs from the matrix, one line each; empty is as it should be. */
export function departuresOf(matrix: Matrix, sight: Sight): string[] {
  const departures: string[] = [];
  for (const [element, row] of matrix) {
    if (!isOutputField(element)) continue;
    const word = row[sight.column];
    const fault = faultOf(element, word, sight);
    if (fault !== null) departures.push(`${element}: ${word}, but ${fault}`);
  }
  return departures;
}

/** The name of the type that a field yields, out of its lists; empty for a field that is none. */
function targetOf(element: string): string {
  const [type = '', name = ''] = element.split('.');
  const object = apiSchema.getType(type);
  const field = isObjectType(object) ? object.getFields()[name] : undefined;
  return field === undefined ? '' : getNamedType(field.type).name;
}

/** Root fields that find one row by an argument, interfaces and mutations are asked in tests of their own. */
export function isOutputField(element: string): boolean {
  if (element.includes('(') || element.startsWith('Mutation.')) return false;
  const [type = '', name = ''] = element.split('.');
  const object = apiSchema.getType(type);
  if (!isObjectType(object)) return false;
  const field = object.getFields()[name];
  if (type !== 'Query' || field === undefined) return true;
  return field.args.length === 0 || getNamedType(field.type).name.endsWith('Connection');
}

function faultOf(element: string, word: string, sight: Sight): string | null {
  const seen = sight.observed.fields.get(element);
  const codes = [...(sight.observed.refusals.get(element) ?? [])];
  if (word === 'refused') {
    if (codes.join() !== 'FORBIDDEN') return `errors were ${codes.join() || 'none'}`;
    return seen !== undefined && seen.others > 0 ? 'it also told something' : null;
  }
  if (codes.length > 0) return `it was refused with ${codes.join()}`;
  if (word === 'none') return seen === undefined ? null : 'it could be read';
  // A vendor's plans need not use every term; that some vendor shows each element is a test of its own.
  if (seen === undefined) return mustBeSeen(element, sight) ? 'it was never seen' : null;
  if (word === 'null') return seen.others > 0 ? 'it told something' : null;
  return rowsFault(element, word, sight) ?? valuesFault(element, sight) ?? listsFault(element, sight);
}

/** Of rows that only lie within others the first pages are read, and those may hold none: their counts are held to. */
function mustBeSeen(element: string, { whole }: Sight): boolean {
  const [type = ''] = element.split('.');
  return whole.fields.has(element) && (type === 'Query' || listedTypes.has(type));
}

/** The rows of the field's type: all of the vendor's, or exactly its own, which are fewer. */
function rowsFault(element: string, word: string, { observed, visible, ofVendor }: Sight): string | null {
  const type = element.split('.')[0] ?? '';
  const [own, all] = [visible.get(type), ofVendor.get(type)];
  if (own === undefined || all === undefined) return null;
  const seen = observed.rows.get(type) ?? new Set<string>();
  const foreign = [...seen].filter((id) => !own.has(id));
  if (foreign.length > 0) return `it showed ${String(foreign.length)} rows of others`;
  // Of rows that no root field lists the first pages are read; that none is missing is seen by their counts.
  if (listedTypes.has(type) && seen.size !== own.size)
    return `it showed ${String(seen.size)} of ${String(own.size)} rows`;
  if (word === 'all' && own.size !== all.size) return 'the world gives this role a part of them';
  if (word === 'own' && own.size >= all.size) return 'the world gives this role all of them';
  return null;
}

/** Read otherwise by nature: who asks, and a period cut to the days for which a contract covers just this license. */
const perViewer = new Set(['Viewer', 'Vendor', 'CoveragePeriod']);

/** Row by row the administrator's values; a reference to a row that the role may not see reads null. */
function valuesFault(element: string, { observed, whole, visible }: Sight): string | null {
  const seen = observed.fields.get(element);
  const reference = whole.fields.get(element);
  if (seen === undefined || reference === undefined) return null;
  const [type = ''] = element.split('.');
  const targets = visible.get(targetOf(element));
  if (perViewer.has(type)) return null;
  for (const [id, value] of seen.byId) {
    const given = reference.byId.get(id);
    const hidden = targets !== undefined && typeof given === 'string' && !targets.has(given);
    if (hidden) {
      if (typeof value === 'string' && !targets.has(value)) return `${id} named a row of others`;
    } else if (JSON.stringify(value) !== JSON.stringify(asSeen(given, visible)))
      return `${id} read otherwise than all`;
  }
  return null;
}

/** A value with null where it names a row that the role does not see, e.g. the license of an invoice's line. */
function asSeen(value: unknown, visible: Sight['visible']): unknown {
  if (Array.isArray(value)) return value.map((one) => asSeen(one, visible));
  if (typeof value !== 'object' || value === null) return value;
  const { __typename: type, id } = value as Readonly<Record<string, unknown>>;
  const rows = visible.get(String(type));
  if (typeof id === 'string' && rows?.has(id) === false) return null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asSeen(inner, visible)]));
}

/** Every list holds what the world holds of the parent's rows, as far as the role may see them, and counts just those. */
function listsFault(element: string, { world, observed, visible }: Sight): string | null {
  const lists = observed.lists.get(element);
  const connection = targetOf(element);
  if (lists === undefined || connection === 'TenantConnection') return null;
  const rows = [...(visible.get(connection.replace(/Connection$/u, '')) ?? [])];
  for (const [parent, { totalCount, ids }] of lists) {
    const column = listColumns[element];
    if (parent !== '' && column === undefined) return 'nobody wrote down what names the parent of its rows';
    const expected = rows.filter(([, row]) =>
      parent === '' ? isListed(world, element, row) : column !== undefined && row[column] === parent,
    );
    const known = new Set(expected.map(([id]) => id));
    if (totalCount !== null && totalCount !== expected.length)
      return `${parent} counted ${String(totalCount)} of ${String(expected.length)}`;
    if ([...ids].some((id) => !known.has(id))) return `${parent} listed rows of others`;
  }
  return null;
}
