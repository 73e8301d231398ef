import { quoteIdentifier, type AppRole } from './roles.js';

/**
 * Which rows a role sees: all of its vendor; those of its account; those of the accounts that its account is the
 * reseller of record for; those of the license it presents; or, for the roles that know no vendor yet, an equality
 * of its own.
 */
export type RowScope = 'vendor' | 'account' | 'reseller' | 'license' | { readonly where: string };

export interface RoleGrant {
  /** Columns the role may read; reads for it leave out every other one. */
  readonly columns: '*' | readonly string[];
  /** Unless told, the narrowest scope of the role that the table has a column for. */
  readonly rows?: RowScope;
  /** Narrows the rows further, by columns of the row alone, e.g. `published`. Never an alternative. */
  readonly and?: string;
}

export interface ScopedTable {
  readonly table: string;
  /** `vendor_id` unless told. */
  readonly vendor?: string;
  /** The column that names the owning account; left out where every viewer of the vendor sees every row. */
  readonly account?: string;
  /** The column that names the owning account's reseller of record; a reseller's own rows carry its own id. */
  readonly reseller?: string;
  /** The column that names the license. */
  readonly license?: string;
  /** A role that is not named gets no grant and no policy. */
  readonly read: Partial<Record<AppRole, '*' | readonly string[] | RoleGrant>>;
}

const columns = { vendor: 'vendor', account: 'account', reseller: 'reseller', license: 'license' } as const;

/** Settings are compared through a sub-select: the planner evaluates it once and keeps the index. */
function rowCondition(definition: ScopedTable, rows: RowScope): string {
  if (typeof rows === 'object') return rows.where;
  const vendor = `${definition.vendor ?? 'vendor_id'} = (select app.vendor())`;
  if (rows === 'vendor') return vendor;
  const column = definition[columns[rows]];
  if (column === undefined)
    throw new Error(`The table ${definition.table} names no column for the scope ${rows}.`);
  return `${vendor} and ${column} = (select app.${rows === 'license' ? 'license' : 'account'}())`;
}

function defaultRows(definition: ScopedTable, role: AppRole): RowScope {
  switch (role) {
    case 'app_admin':
    case 'app_agent':
    case 'app_analyst':
    case 'app_worker':
      return 'vendor';
    case 'app_customer':
      return definition.account === undefined ? 'vendor' : 'account';
    case 'app_reseller':
      if (definition.account !== undefined && definition.reseller === undefined) return 'reseller';
      return definition.reseller === undefined ? 'vendor' : 'reseller';
    case 'app_product':
      return definition.license === undefined ? 'vendor' : 'license';
    case 'app_operator':
    case 'app_login':
    case 'app_jobs':
      throw new Error(
        `The role ${role} has no scope of its own: say which rows of ${definition.table} it sees.`,
      );
  }
}

function grantOf(given: '*' | readonly string[] | RoleGrant): RoleGrant {
  return typeof given === 'object' && 'columns' in given ? given : { columns: given };
}

function conditionOf(
  definition: ScopedTable,
  role: AppRole,
  grant: { readonly rows?: RowScope; readonly and?: string },
): string {
  const scope = rowCondition(definition, grant.rows ?? defaultRows(definition, role));
  return grant.and === undefined ? scope : `${scope} and ${grant.and}`;
}

/**
 * The one way to grant a table: together with forced security and one policy a role, each a plain equality. One
 * policy with an OR would lose the index.
 */
export function scopedTable(definition: ScopedTable): string[] {
  const table = quoteIdentifier(definition.table);
  const statements = [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `revoke all on ${table} from public`,
  ];
  for (const [role, given] of Object.entries(definition.read) as [
    AppRole,
    '*' | readonly string[] | RoleGrant,
  ][]) {
    const grant = grantOf(given);
    const condition = conditionOf(definition, role, grant);
    statements.push(
      `create policy ${definition.table}_${role} on ${table} for select to ${role} using (${condition})`,
      `grant select${grant.columns === '*' ? '' : ` (${grant.columns.map(quoteIdentifier).join(', ')})`} on ${table} to ${role}`,
    );
  }
  return statements;
}

/** What a role may change of the rows in its scope. Nobody may take a row out of it: the new row is checked as the old. */
export interface WriteGrant {
  readonly insert?: '*' | readonly string[];
  readonly update?: readonly string[];
  readonly delete?: true;
  /** Unless told, as for reading. */
  readonly rows?: RowScope;
  /** Narrows the rows further, by columns of the row and settings of the scope alone. */
  readonly and?: string;
}

export interface WritableTable extends Omit<ScopedTable, 'read'> {
  /** A role that is not named changes nothing. Each of them needs to be able to read, or an update finds no row. */
  readonly write: Partial<Record<AppRole, WriteGrant>>;
}

function columnList(columns: '*' | readonly string[]): string {
  return columns === '*' ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
}

/** The one way to let a role change a table that `scopedTable` has made readable: a grant together with its policy. */
export function writableTable(definition: WritableTable): string[] {
  const table = quoteIdentifier(definition.table);
  const readable: ScopedTable = { ...definition, read: {} };
  return Object.entries(definition.write).flatMap(([name, grant]) => {
    const role = name as AppRole;
    const condition = conditionOf(readable, role, grant);
    const policy = (act: string) =>
      `create policy ${definition.table}_${role}_${act} on ${table} for ${act} to ${role}`;
    return [
      ...(grant.insert === undefined
        ? []
        : [
            `${policy('insert')} with check (${condition})`,
            `grant insert${columnList(grant.insert)} on ${table} to ${role}`,
          ]),
      ...(grant.update === undefined
        ? []
        : [
            `${policy('update')} using (${condition}) with check (${condition})`,
            `grant update${columnList(grant.update)} on ${table} to ${role}`,
          ]),
      ...(grant.delete === undefined
        ? []
        : [`${policy('delete')} using (${condition})`, `grant delete on ${table} to ${role}`]),
    ];
  });
}
