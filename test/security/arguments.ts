import type { Role, Row, World } from '@mainstay/demo/world/world';
import { getNamedType, isEnumType, isInputObjectType, isObjectType, type GraphQLArgument } from 'graphql';
import type { Ask, Variables } from './asking.js';
import { filters, rowsToAskWith } from './filters.js';
import { apiSchema, type Word } from './matrix.js';
import { Observed, type Answer } from './observed.js';
import { associatePreviewProbes } from './preview-probes.js';
import { transferPreviewProbes } from './transfer-probes.js';
import { isListed, visibleRows, worldRows } from './world-rows.js';

/** One question that uses an argument. */
export interface Probe {
  readonly document: string;
  readonly variables?: Variables;
  /** Ids that a list must hold, no more and no fewer; unset where only rows of others would be a fault. */
  readonly expected?: ReadonlySet<string>;
  /** A stale or foreign cursor may be refused as bad input, and tell nothing. */
  readonly mayBeRefused?: boolean;
  /** What else is wrong with an answer that the role may have, or null. */
  readonly fault?: (answer: Answer) => string | null;
}

export interface Prober {
  readonly world: World;
  readonly role: Role;
  readonly ask: Ask;
  /** Cursors that others were given, by root field. */
  readonly foreignCursors: ReadonlyMap<string, string>;
}

/** What is wrong with how an argument answers, or null. */
export async function argumentFault(element: string, word: Word, prober: Prober): Promise<string | null> {
  if (word === 'none') return null;
  const probes = probesOf(element, prober);
  if (probes.length === 0) return `${element}: nobody wrote down how it is asked`;
  for (const probe of probes) {
    const { answer } = await prober.ask(probe.document, probe.variables);
    const fault = faultOf(probe, word, answer, prober);
    if (fault !== null) return `${element}: ${word}, but ${fault}`;
  }
  return null;
}

function faultOf(probe: Probe, word: Word, answer: Answer, { world, role }: Prober): string | null {
  const codes = [...new Set((answer.errors ?? []).map(({ extensions }) => extensions?.code ?? 'no code'))];
  if (word === 'refused')
    return codes.join() === 'FORBIDDEN' ? null : `errors were ${codes.join() || 'none'}`;
  if (probe.mayBeRefused === true && codes.join() === 'BAD_USER_INPUT') return null;
  if (codes.length > 0) return `it was refused with ${codes.join()}`;
  const observed = new Observed();
  observed.take(answer);
  const visible = visibleRows(world, role);
  for (const [type, ids] of observed.rows)
    if ([...ids].some((id) => visible.get(type)?.has(id) === false)) return `it showed a ${type} of others`;
  if (word === 'null') return observed.rows.size > 1 ? 'it told something' : null;
  const other = probe.fault?.(answer) ?? null;
  if (other !== null) return other;
  if (probe.expected === undefined) return null;
  const list = [...(observed.lists.values().next().value?.values() ?? [])][0];
  if (list?.totalCount !== probe.expected.size)
    return `it counted ${String(list?.totalCount)} of ${String(probe.expected.size)}`;
  return [...list.ids].every((id) => probe.expected?.has(id)) ? null : 'it listed others';
}

function probesOf(element: string, prober: Prober): Probe[] {
  const filter = filters[element];
  if (filter !== undefined) return filterProbes(filter, prober);
  const [owner = '', rest = ''] = element.split('.');
  if (owner === 'MaintenancePair' || rest.startsWith('maintenanceAssociatePreview('))
    return associatePreviewProbes(element, prober);
  if (owner === 'LicenseTransferItem' || rest.startsWith('licenseTransferPreview('))
    return transferPreviewProbes(element, prober);
  if (isInputObjectType(apiSchema.getType(owner))) return orderProbes(element);
  const [field = '', argument = ''] = rest.replace(':)', '').split('(');
  return owner === 'Query'
    ? rootProbes(field, argument, prober)
    : nestedProbes(owner, field, argument, prober);
}

function listDocument(root: string, type: string, variable: string): string {
  return `query ($value: ${type}) { ${root}(first: 20, ${variable}: $value) {
    __typename totalCount nodes { __typename id } edges { __typename node { __typename id } } } }`;
}

function filterProbes(filter: (typeof filters)[string], { world, role }: Prober): Probe[] {
  const visible = [...(visibleRows(world, role).get(filter.type)?.values() ?? [])];
  return rowsToAskWith(world, filter, role.vendorId).map((row) => {
    const asked = filter.ask(row);
    const kept = visible.filter(
      (one) => isListed(world, `Query.${filter.root}`, one) && filter.keeps(one, asked, world),
    );
    return {
      document: listDocument(
        filter.root,
        filter.type === 'AuditEntry' ? 'AuditFilter' : `${filter.type}Filter`,
        'filter',
      ),
      variables: { value: asked },
      expected: new Set(kept.map((one) => String(one['id']))),
    };
  });
}

/** Conditions of lists that no root field has, with values that each of them is asked with. */
const nestedFilters: Readonly<
  Record<string, { readonly root: string; readonly list: string; readonly values: readonly unknown[] }>
> = {
  'ReleaseFilter.prereleases': { root: 'products', list: 'releases', values: [true, false] },
  'SupportGrantFilter.active': { root: 'accounts', list: 'supportGrants', values: [true, false] },
  'SupportGrantFilter.unit': { root: 'accounts', list: 'supportGrants', values: ['TICKET', 'CREDIT'] },
};

/** Every order of a list, one element of the matrix after the other; a filter without a probe yields none. */
function orderProbes(element: string): Probe[] {
  const type = element.split('.')[0] ?? '';
  const fields = apiSchema.getType(`${type}Field`);
  const nested = nestedFilters[element];
  if (nested !== undefined) {
    const [, condition = ''] = element.split('.');
    return nested.values.map((value) => ({
      document: `query ($value: ${type}) { ${nested.root}(first: 20) { __typename nodes { __typename id
        ${nested.list}(first: 20, filter: $value) { __typename nodes { __typename id } } } } }`,
      variables: { value: { [condition]: value } },
    }));
  }
  if (!isEnumType(fields)) return [];
  const root = `${type.replace('Order', '').toLowerCase()}s`;
  return fields.getValues().flatMap(({ name }) =>
    ['ASC', 'DESC'].map((direction) => ({
      document: listDocument(root, type, 'orderBy'),
      variables: { value: { field: name, direction } },
    })),
  );
}

/** A value for an argument that is no filter, by its name; `row` is of the type that a lookup finds. */
function valuesOf(argument: GraphQLArgument, row: Row | undefined, cursor: string | undefined): unknown[] {
  switch (argument.name) {
    case 'first':
    case 'last':
      return [1, 20];
    case 'after':
    case 'before':
      return cursor === undefined ? [] : [cursor];
    case 'asOf':
      return ['2020-01-01', '2026-11-02'];
    case 'version':
      return ['1.0.0'];
    case 'work':
      return ['TRAINING'];
    case 'years':
      return [1, 10];
    case 'filter':
      return [{}];
    case 'orderBy':
      return [orderOf(argument)];
    case 'id':
      return [row?.['id']];
    case 'code':
      return [row?.['activation_code']];
    case 'serial':
      return [row?.['serial']];
    default:
      return [];
  }
}

function orderOf(argument: GraphQLArgument): unknown {
  const field = apiSchema.getType(`${getNamedType(argument.type).name}Field`);
  return { field: isEnumType(field) ? field.getValues()[0]?.name : null, direction: 'ASC' };
}

function fieldOf(type: string, name: string) {
  const object = apiSchema.getType(type);
  const field = isObjectType(object) ? object.getFields()[name] : undefined;
  if (field === undefined) throw new Error(`${type}.${name} is no field.`);
  return field;
}

/** A root list by each value; a lookup by a row of the role's own, of its vendor and of another vendor. */
function rootProbes(root: string, name: string, prober: Prober): Probe[] {
  const { args, type } = fieldOf('Query', root);
  const argument = args.find((one) => one.name === name);
  if (argument === undefined) throw new Error(`${root} takes no ${name}.`);
  const document = (selection: string) =>
    `query ($value: ${String(argument.type)}) { ${root}(${name}: $value) ${selection} }`;
  const target = getNamedType(type).name;
  if (target === 'MailPreview') return previewProbes(argument, prober);
  if (!target.endsWith('Connection')) {
    return lookupRows(target === 'Node' ? 'License' : target, name, prober).map((row) => ({
      document: document('{ __typename id }'),
      variables: { value: valuesOf(argument, row, undefined)[0] },
    }));
  }
  return valuesOf(
    argument,
    undefined,
    prober.foreignCursors.get(root) ?? [...prober.foreignCursors.values()][0],
  ).map((value) => ({
    document: document('{ __typename nodes { __typename id } }'),
    variables: { value },
    mayBeRefused: name === 'after' || name === 'before',
  }));
}

/** A preview has no id: that it names no account of others is seen by its being null. */
function previewProbes(argument: GraphQLArgument, prober: Prober): Probe[] {
  const type = getNamedType(argument.type);
  const ask = (given: string) =>
    `query ($value: ${String(argument.type)}) { mailPreview(${given}) { __typename subject } }`;
  if (isEnumType(type))
    return type
      .getValues()
      .map(({ name }) => ({ document: ask('template: $value'), variables: { value: name } }));
  return lookupRows('Account', 'id', prober).map(({ id }) => ({
    document: ask('template: NOTICE, accountId: $value'),
    variables: { value: id },
  }));
}

/** A row of the role's own, one of its vendor that it does not see, and one of another vendor, as far as there are. */
export function lookupRows(
  type: string,
  argument: string,
  { world, role }: Prober,
  keep: (row: Row) => boolean = () => true,
): Row[] {
  const column = { code: 'activation_code', serial: 'serial' }[argument] ?? 'id';
  const rows = worldRows(world, type).filter(
    (row) => row[column] !== null && row[column] !== undefined && keep(row),
  );
  const visible = visibleRows(world, role).get(type);
  const own = rows.find((row) => visible?.has(String(row['id'])));
  const neighbor = rows.find(
    (row) => row['vendor_id'] === role.vendorId && visible?.has(String(row['id'])) !== true,
  );
  const foreign = rows.find((row) => row['vendor_id'] !== role.vendorId);
  return [own, neighbor, foreign].filter((row) => row !== undefined);
}

const roots: Readonly<Record<string, string>> = {
  Account: 'accounts',
  License: 'licenses',
  Product: 'products',
  Ticket: 'tickets',
};

/** The list through which rows are reached that no root field lists. */
const within: Readonly<Record<string, readonly [owner: string, list: string]>> = {
  Site: ['Account', 'sites'],
  SupportGrant: ['Account', 'supportGrants'],
};

function nestedProbes(owner: string, field: string, name: string, prober: Prober): Probe[] {
  const definition = fieldOf(owner, field);
  const argument = definition.args.find((one) => one.name === name);
  const [holder, inner] = within[owner] ?? [owner, null];
  const root = roots[holder];
  if (argument === undefined || root === undefined) return [];
  const list = getNamedType(definition.type).name.endsWith('Connection');
  const required = field === 'mayUse' && name !== 'version' ? 'version: "1.0.0", ' : '';
  const selection = list ? '{ __typename nodes { __typename id } }' : '{ __typename }';
  const rows = (asked: string) =>
    inner === null ? asked : `${inner}(first: 5) { __typename nodes { __typename id ${asked} } }`;
  const cursors = [...prober.foreignCursors.values()];
  return (name === 'after' || name === 'before' ? cursors : valuesOf(argument, undefined, undefined)).map(
    (value) => ({
      document: `query ($value: ${String(argument.type)}) { ${root}(first: 5) { __typename nodes { __typename id
      ${rows(`${field}(${required}${name}: $value) ${selection}`)} } } }`,
      variables: { value },
      mayBeRefused: name === 'after' || name === 'before',
    }),
  );
}
