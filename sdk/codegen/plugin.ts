import type { PluginFunction, Types } from '@graphql-codegen/plugin-helpers';
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  print,
  stripIgnoredCharacters,
  TokenKind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What the generated file says about one operation. */
interface Described {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly text: string;
  readonly comment: string;
  /** The fields that lead to the list whose next page the operation can ask for. */
  readonly page: readonly string[] | undefined;
  readonly needsVariables: boolean;
}

interface Graph {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * Writes fragments out where they are spread on exactly their own type. It is shorter in the bundle, and the
 * service has less to walk. A fragment on a wider or narrower type stays what it is: a condition.
 */
function writtenOut(
  set: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  graph: Graph,
): SelectionSetNode {
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      const { selectionSet } = selection;
      const fieldType = fields[selection.name.value]?.type;
      if (selectionSet === undefined || fieldType === undefined) return [selection];
      return [{ ...selection, selectionSet: writtenOut(selectionSet, getNamedType(fieldType), graph) }];
    }
    const node =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : graph.fragments.get(selection.name.value);
    if (node === undefined) return [selection];
    const condition = node.typeCondition;
    const inner = condition === undefined ? type : graph.schema.getType(condition.name.value);
    const selectionSet = writtenOut(node.selectionSet, inner, graph);
    const plain = inner === type && (selection.directives ?? []).length === 0;
    if (plain) return selectionSet.selections;
    const { directives } = selection;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        selectionSet,
        ...(condition !== undefined && { typeCondition: condition }),
        ...(directives !== undefined && { directives }),
      },
    ];
  });
  return { kind: Kind.SELECTION_SET, selections };
}

function takesAfter({ arguments: given = [] }: FieldNode): boolean {
  return given.some(
    ({ name, value }) =>
      name.value === 'after' && value.kind === Kind.VARIABLE && value.name.value === 'after',
  );
}

/** Finds the field that takes `after: $after`: it is the list that the operation pages through. */
function pageOf(
  set: SelectionSetNode,
  name: string,
  path: readonly string[] = [],
): readonly string[] | undefined {
  for (const field of set.selections) {
    if (field.kind !== Kind.FIELD || field.selectionSet === undefined) continue;
    const here = [...path, field.alias?.value ?? field.name.value];
    if (takesAfter(field)) {
      const asked = field.selectionSet.selections.map((inner) =>
        inner.kind === Kind.FIELD ? inner.name.value : '',
      );
      if (asked.includes('nodes') && asked.includes('pageInfo')) return here;
      throw new Error(`${name} pages through ${here.join('.')} and must ask there for nodes and pageInfo.`);
    }
    const page = pageOf(field.selectionSet, name, here);
    if (page !== undefined) return page;
  }
  return undefined;
}

/** The comment lines that stand right above the operation in its file. */
function ownComment(operation: OperationDefinitionNode): string[] {
  const lines: string[] = [];
  for (let token = operation.loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev) {
    lines.unshift(token.value.trim());
  }
  return lines;
}

/** The operation's own words, else those of the schema about the field that it asks for. */
function commentOf(operation: OperationDefinitionNode, schema: GraphQLSchema): string {
  const own = ownComment(operation);
  const root = schema.getRootType(operation.operation);
  const described = operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [root?.getFields()[selection.name.value]?.description ?? ''] : [],
  );
  const lines = own.length > 0 ? own : described.join('\n').split('\n');
  const body = lines.map((line) => ` * ${line.replaceAll('*/', '*\\/')}`.trimEnd());
  return ['/**', ...body, ' */'].join('\n');
}

/**
 * A mutation names one root field and spreads nothing there, so that neither sorting nor a fragment can
 * change what is done first.
 */
function refuseAmbiguousMutation(operation: OperationDefinitionNode, name: string): void {
  const [only, ...more] = operation.selectionSet.selections;
  if (operation.operation === OperationTypeNode.MUTATION && (only?.kind !== Kind.FIELD || more.length > 0)) {
    throw new Error(`The mutation ${name} must name exactly one field of Mutation, without a fragment.`);
  }
}

function describe(operation: OperationDefinitionNode, graph: Graph): Described {
  const name = operation.name?.value;
  if (name === undefined) throw new Error('Every operation of the SDK has a name.');
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new Error(`${name}: the client has no subscriptions.`);
  refuseAmbiguousMutation(operation, name);
  const root = graph.schema.getRootType(operation.operation) ?? undefined;
  const selectionSet = writtenOut(operation.selectionSet, root, graph);
  return {
    name,
    kind: operation.operation,
    text: stripIgnoredCharacters(print({ ...operation, selectionSet })),
    comment: commentOf(operation, graph.schema),
    page: pageOf(selectionSet, name),
    needsVariables: (operation.variableDefinitions ?? []).some(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    ),
  };
}

/** The operations of one file of sdk/operations, as they are sent: of whatever is committed by its text. */
export function sentOperations(
  schema: GraphQLSchema,
  files: readonly { readonly location?: string; readonly document?: DocumentNode }[],
  location: string,
): readonly { readonly name: string; readonly text: string }[] {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  return files
    .filter((file) => file.location === location)
    .flatMap(({ document }) => document?.definitions ?? [])
    .flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? [describe(node, { schema, fragments })] : [],
    )
    .map(({ name, text }) => ({ name, text }));
}

/** The type of one item of a paged list, out of the type of the whole answer. */
function itemType({ name, page = [] }: Described): string {
  const list = page.reduce((type, field) => `NonNullable<${type}['${field}']>`, `${name}Query`);
  return `export type ${name}Item = ${list}['nodes'][number];`;
}

function emit(operation: Described): string {
  const { name, kind, text, comment, page, needsVariables } = operation;
  const data = `${name}${kind === 'query' ? 'Query' : 'Mutation'}`;
  const types = page === undefined ? `${data}, ${data}Variables` : `${data}, ${data}Variables, ${name}Item`;
  const constant = `${name}Document`;
  const call = name.charAt(0).toLowerCase() + name.slice(1);
  const fields = [
    `name: '${name}'`,
    ...(kind === 'mutation' ? [`kind: 'mutation'`] : []),
    ...(page === undefined ? [] : [`page: [${page.map((field) => `'${field}'`).join(', ')}]`]),
    `text: ${JSON.stringify(text)}`,
  ];
  const parameters = `client: Client, variables: ${data}Variables${needsVariables ? '' : ' = {}'}, options?: CallOptions`;
  return [
    ...(page === undefined ? [] : [itemType(operation), '']),
    // Told once, where it is called: the package is bounded in bytes.
    `export const ${constant}: ${page === undefined ? 'Operation' : 'PagedOperation'}<${types}> = {`,
    ...fields.map((field) => `  ${field},`),
    '};',
    '',
    comment,
    page === undefined
      ? `export const ${call} = (${parameters}): Promise<${data}> =>\n  client.run(${constant}, variables, options);`
      : `export const ${call} = (${parameters}): Pages<${data}, ${name}Item> =>\n  paginate(client, ${constant}, variables, options);`,
  ].join('\n');
}

/**
 * Emits each operation as a plain object and a thin function around it. Stock plugins emit class instances or
 * calls, which a bundler has to keep: one document of hundreds then costs as much as all of them.
 */
export const plugin: PluginFunction<Record<string, never>, Types.ComplexPluginOutput> = (schema, files) => {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const operations = definitions
    .flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? [describe(node, { schema, fragments })] : [],
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    prepend: [
      `import type { CallOptions, Client } from './client.js';`,
      `import type { Operation, PagedOperation } from './operation.js';`,
      `import { paginate, type Pages } from './paginate.js';`,
    ],
    content: operations.map(emit).join('\n\n'),
  };
};
